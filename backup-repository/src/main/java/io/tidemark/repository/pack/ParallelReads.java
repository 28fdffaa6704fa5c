package io.tidemark.repository.pack;

import io.tidemark.repository.format.Repeatable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Several blocking requests to a store at once.
public final class ParallelReads {

    /// A request.
    public interface Request<T> {
        void run(T item) throws IOException;
    }

    private ParallelReads() {}

    /// Runs a request for each item and waits for all of them. After a failure no further one is started.
    ///
    /// @param atOnce  at most this many at a time
    /// @throws IOException the first failure, by the items' order
    public static <T> void forEach(Collection<T> items, int atOnce, Request<T> request) throws IOException {
        if (items.size() == 1 || Repeatable.isDemanded()) {
            for (T item : items) {
                request.run(item);
            }
            return;
        }
        Semaphore permits = new Semaphore(atOnce);
        List<Future<?>> running = new ArrayList<>(items.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (T item : items) {
                    permits.acquire();
                    running.add(threads.submit(() -> {
                        try {
                            request.run(item);
                            return null;
                        } finally {
                            permits.release();
                        }
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                InterruptedIOException stopped = new InterruptedIOException("Interrupted while reading");
                stopped.initCause(e);
                throw stopped;
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failure(e.getCause());
            }
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> new IOException("A request failed", cause);
        };
    }
}
