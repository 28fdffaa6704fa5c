package io.tidemark.api.event;

import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.run.RunView;
import io.tidemark.catalog.run.RunViews;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Tells listeners about changed runs, whichever process changed them: while anybody listens, the catalog is asked
/// twice a second. All listeners share that question.
@Component
class RunEvents implements SmartLifecycle {
    static final int MAXIMUM_LISTENERS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /// A change carries the time of its statement, not of its commit: looking back this far finds late ones too.
    private static final Duration SPAN = Duration.ofSeconds(5);

    private static final int MAXIMUM_CHANGES = 1000;

    private final RunViews runs;
    private final Set<Listener> listeners = new HashSet<>();
    private Map<UUID, RunView> told = new HashMap<>();
    private @Nullable Thread follower;
    private boolean open;

    RunEvents(RunViews runs) {
        this.runs = runs;
    }

    /// A new listener; its caller closes it.
    ///
    /// @param only  the one run it follows; null for all
    synchronized Listener listen(@Nullable UUID only) {
        if (!open || listeners.size() >= MAXIMUM_LISTENERS) {
            throw ProblemType.TOO_MANY_LISTENERS.because("At most " + MAXIMUM_LISTENERS
                    + " clients may follow events at a time. Close one, or ask for runs.");
        }
        Listener listener = new Listener(only, this::forget);
        listeners.add(listener);
        told.values().forEach(listener::offer);
        if (follower == null) {
            follower = Thread.ofVirtual().name("run-events").start(this::follow);
        }
        return listener;
    }

    private synchronized void forget(Listener listener) {
        listeners.remove(listener);
        notifyAll();
    }

    private void follow() {
        boolean answered = true;
        try {
            while (pause()) {
                try {
                    List<RunView> changed = runs.changedWithin(SPAN, MAXIMUM_CHANGES).stream()
                            .map(RunView::of)
                            .toList();
                    tell(changed);
                    answered = true;
                } catch (RuntimeException silence) {
                    if (answered) {
                        LOG.warn("Listeners hear nothing while the catalog does not answer", silence);
                    }
                    answered = false;
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the next question's time; false, and the follower is forgotten, when nobody listens any more.
    private synchronized boolean pause() throws InterruptedException {
        long end = System.nanoTime() + PAUSE.toNanos();
        for (long left = PAUSE.toMillis(); left > 0 && !listeners.isEmpty(); ) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        if (listeners.isEmpty()) {
            follower = null;
            told = new HashMap<>();
            return false;
        }
        return true;
    }

    private synchronized void tell(List<RunView> changed) {
        Map<UUID, RunView> seen = new HashMap<>();
        for (RunView run : changed) {
            seen.put(run.id(), run);
            if (!run.equals(told.get(run.id()))) {
                listeners.forEach(listener -> listener.offer(run));
            }
        }
        told = seen;
    }

    @Override
    public synchronized void start() {
        open = true;
    }

    /// Ends all streams, before the web server waits for its requests to end.
    @Override
    public void stop() {
        List<Listener> all;
        synchronized (this) {
            open = false;
            all = List.copyOf(listeners);
        }
        all.forEach(Listener::close);
    }

    @Override
    public synchronized boolean isRunning() {
        return open;
    }
}
