package io.tidemark.api.event;

import io.tidemark.api.run.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client that follows runs. What it has not fetched yet is kept here, only the newest state of each run; a client
/// that falls more than [#MAXIMUM_PENDING] runs behind is ended, and has to begin anew. One thread offers, another
/// fetches; [#close] ends it and may come from any, and so may [#prove].
final class Listener implements AutoCloseable {
    static final int MAXIMUM_PENDING = 1000;

    private final UUID caller;
    private final @Nullable UUID only;
    private final Consumer<Listener> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UUID, RunView> pending = new LinkedHashMap<>();
    private boolean proof;
    private boolean ended;

    /// @param caller  whose stream it is
    /// @param only  the one run it follows; null for all
    Listener(UUID caller, @Nullable UUID only, Consumer<Listener> onClose) {
        this.caller = caller;
        this.only = only;
        this.onClose = onClose;
    }

    UUID caller() {
        return caller;
    }

    /// Lets [#next] return at once, without a change if there is none, so that something is written to the client: that
    /// it has gone shows when it is written to. It does so until [#proofWanted] has said why.
    void prove() {
        lock.lock();
        try {
            proof = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void offer(RunView run) {
        if (only != null && !only.equals(run.id())) {
            return;
        }
        lock.lock();
        try {
            if (pending.size() == MAXIMUM_PENDING && !pending.containsKey(run.id())) {
                ended = true;
            } else {
                pending.put(run.id(), run);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next change; null when none came in time, the client has to prove that it is there, or the listener has
    /// ended.
    @Nullable
    RunView next(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (pending.isEmpty() && !ended && !proof && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return ended || pending.isEmpty()
                    ? null
                    : pending.remove(pending.keySet().iterator().next());
        } finally {
            lock.unlock();
        }
    }

    /// Whether the client has to prove that it is there, since this was last asked.
    boolean proofWanted() {
        lock.lock();
        try {
            boolean wanted = proof;
            proof = false;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
