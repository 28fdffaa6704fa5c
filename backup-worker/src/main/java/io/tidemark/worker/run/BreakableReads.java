package io.tidemark.worker.run;

import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import io.tidemark.repository.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Breaks off what a cancelled run is reading, however long the store keeps it waiting: the run's own threads cannot
/// be interrupted, since they hold images under lock, so each read has a thread of its own that can. What changes the
/// store is never broken off here, so that nobody has to wonder whether it was done.
final class BreakableReads extends ForwardingObjectStore {
    private static final Duration LOOK = Duration.ofMillis(100);
    /// A read that ends within this time of itself is left to do so; what tidies up after a cancelled run may still
    /// read.
    private static final int LOOKS_OF_GRACE = 5;

    private final BooleanSupplier cancelled;

    BreakableReads(ObjectStore store, BooleanSupplier cancelled) {
        super(store);
        this.cancelled = cancelled;
    }

    private <T> T reading(String what, Callable<T> read) throws StoreException {
        FutureTask<T> task = new FutureTask<>(read);
        Thread reader = Thread.ofVirtual().name("read").start(task);
        boolean interrupted = false;
        try {
            for (int looks = 0; ; looks++) {
                try {
                    return task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillAtIt) {
                    if (interrupted || (cancelled.getAsBoolean() && looks >= LOOKS_OF_GRACE)) {
                        reader.interrupt();
                    }
                } catch (InterruptedException stop) {
                    interrupted = true;
                    reader.interrupt();
                }
            }
        } catch (ExecutionException failure) {
            throw failure(what, failure.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StoreException failure(String what, @Nullable Throwable cause) {
        return switch (cause) {
            case StoreException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> new StoreInterruptedException("Interrupted: " + what + " at " + location(), cause);
        };
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        return reading("get " + key, () -> store.get(key));
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        reading("get " + key, () -> {
            store.get(key, offset, destination);
            return key;
        });
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        return reading("head " + key, () -> store.head(key));
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        reading("list " + prefix, () -> {
            store.list(prefix, each);
            return prefix;
        });
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
        store.put(key, content, mode, sent);
    }
}
