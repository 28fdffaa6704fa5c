package io.tidemark.engine;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Does a run's work on a thread of its own, which nobody interrupts.
///
/// Java closes a file's channel when the thread using it is interrupted, and with the channel go the locks on
/// the image. So an interrupt of the caller is turned into cancellation, and the caller waits until the run has
/// cleaned up.
final class RunThread {
    private RunThread() {}

    /// The work of a run.
    @FunctionalInterface
    interface Work<T> {
        T run(RunObserver observer) throws Exception;
    }

    /// Runs the work to its end.
    ///
    /// @throws InterruptedException  when the caller was interrupted and the work stopped for it; had it come to
    ///     its end all the same, its result is returned and the thread's interrupt flag is set
    static <T> T call(String name, RunObserver observer, Work<T> work) throws EngineException, InterruptedException {
        InterruptibleObserver watched = new InterruptibleObserver(observer);
        Callable<T> task = () -> work.run(watched);
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(future);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                T result = future.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException e) {
                interrupted = true;
                watched.interrupt();
            } catch (ExecutionException e) {
                EngineException failure = EngineException.of(Objects.requireNonNullElse(e.getCause(), e));
                if (interrupted && failure.code() == FailureCode.CANCELLED) {
                    InterruptedException stopped = new InterruptedException(failure.getMessage());
                    stopped.initCause(failure);
                    throw stopped;
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw failure;
            }
        }
    }

    /// Passes everything on, and is cancelled by an interrupt too.
    private static final class InterruptibleObserver implements RunObserver {
        private final RunObserver observer;
        private volatile boolean interrupted;

        InterruptibleObserver(RunObserver observer) {
            this.observer = observer;
        }

        void interrupt() {
            interrupted = true;
        }

        @Override
        public void step(String name) {
            observer.step(name);
        }

        @Override
        public void progress(Progress progress) {
            observer.progress(progress);
        }

        @Override
        public void log(LogLevel level, String message) {
            observer.log(level, message);
        }

        @Override
        public boolean cancelled() {
            return interrupted || observer.cancelled();
        }
    }
}
