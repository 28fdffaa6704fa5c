package io.tidemark.qcow2.source;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work on an image that must be finished or taken back even when the calling thread is interrupted.
///
/// Java closes the file channel of an interrupted thread, which would drop the locks in the middle of a
/// change. So the work runs on a thread nobody else knows; an interrupt is kept for the caller.
public final class Undisturbed {
    private Undisturbed() {}

    /// What is to be done.
    @FunctionalInterface
    public interface Work<T> {
        /// Does it.
        T run() throws IOException;
    }

    /// Does the work and returns, or throws, what it does.
    public static <T> T call(Work<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread.ofPlatform().name("qcow2-undisturbed").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        };
    }
}
