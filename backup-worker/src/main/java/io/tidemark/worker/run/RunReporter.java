package io.tidemark.worker.run;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunReports;
import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.LogLevel;
import io.tidemark.engine.Progress;
import io.tidemark.engine.RunObserver;
import io.tidemark.repository.store.StoreCalls;
import io.tidemark.worker.metrics.RunMeters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Brings what the engine tells into the catalog, and what the catalog wants to the engine. The engine never
/// waits for the database: steps and lines queue up in order, of progress only the newest counts, and a thread of
/// its own writes every half a second, over and over when the database is away.
final class RunReporter implements RunObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunReporter.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /// Why the work should end early.
    enum Stop {
        CANCELLED,
        /// The run is another worker's now.
        ABANDONED,
        /// This worker is shutting down.
        SHUTDOWN
    }

    private final RunId run;
    private final UUID worker;
    private final RunReports reports;
    private final RunMeters meters;
    private final Clock clock;
    private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread writer;
    private volatile Progress progress = Progress.NONE;
    /// Null until the first writing, which takes back what a worker that died had reported of the run.
    private volatile @Nullable Progress written;
    private final WorkPace pace = new WorkPace();
    private RunView.Pace writtenPace = RunView.Pace.NONE;
    private volatile @Nullable Stop stop;
    private volatile RunView.@Nullable Cost cost;
    private Progress counted = Progress.NONE;
    private boolean databaseAway;

    RunReporter(RunId run, UUID worker, RunReports reports, RunMeters meters, Clock clock) {
        this.run = run;
        this.worker = worker;
        this.reports = reports;
        this.meters = meters;
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("report-" + run).unstarted(this::writeUntilClosed);
    }

    /// Begins to write.
    RunReporter started() {
        writer.start();
        return this;
    }

    @Override
    public void step(String name) {
        Instant now = clock.instant();
        pending.add(() -> reports.step(run, name, now));
    }

    @Override
    public void progress(Progress newest) {
        progress = newest;
    }

    @Override
    public void log(LogLevel level, String message) {
        io.tidemark.catalog.run.LogLevel word = switch (level) {
            case INFO -> io.tidemark.catalog.run.LogLevel.INFO;
            case WARNING -> io.tidemark.catalog.run.LogLevel.WARNING;
        };
        if (level == LogLevel.WARNING) {
            LOG.atWarn().addKeyValue("run", run).log(message);
        }
        Instant now = clock.instant();
        pending.add(() -> reports.log(run, word, message, now));
    }

    /// Writes something else into the catalog, in order with the reports and as patiently.
    void write(Runnable what) {
        pending.add(what);
    }

    @Override
    public boolean cancelled() {
        return stop != null;
    }

    /// Takes down what the run asked of the store.
    void asked(StoreCalls calls) {
        cost = new RunView.Cost(calls.requests(), calls.bytesUp(), calls.bytesDown());
    }

    /// What the run asked of the store; null as long as it has asked nothing.
    RunView.@Nullable Cost cost() {
        return cost;
    }

    /// Why the work was told to end, or null.
    @Nullable
    Stop stopped() {
        return stop;
    }

    /// Ends the work early; the first reason counts.
    synchronized void stop(Stop why) {
        if (stop == null) {
            stop = why;
        }
    }

    /// Ends the writing after what is left was tried once more. The writer is not interrupted: an interrupt would
    /// break the connection that it is using.
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what is left, now and on the calling thread, after [#close()].
    ///
    /// @return true, when all of it is in the catalog
    boolean drained() {
        writePending();
        return true;
    }

    private void writeUntilClosed() {
        try {
            boolean ends = false;
            while (!ends) {
                ends = closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                write();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            writePending();
            databaseAway = false;
        } catch (DataAccessException | TransactionException away) {
            if (!databaseAway) {
                databaseAway = true;
                LOG.warn("Run {} goes on without the catalog, reports follow: {}", run, away.getMessage());
            }
        }
    }

    private void writePending() {
        Progress moved = progress;
        meters.moved(view(counted), view(moved));
        counted = moved;
        for (Runnable next = pending.peek(); next != null; next = pending.peek()) {
            next.run();
            pending.remove();
        }
        Progress now = progress;
        RunView.Pace speed = pace.at(now, clock.instant());
        switch (now.equals(written) && speed.equals(writtenPace)
                ? reports.directive(run, worker)
                : reports.progress(run, worker, view(now), speed)) {
            case GO_ON -> {}
            case CANCEL -> {
                if (stop == null) {
                    log(LogLevel.INFO, "Somebody asked to cancel the run; it stops.");
                }
                stop(Stop.CANCELLED);
            }
            case ABANDON -> stop(Stop.ABANDONED);
        }
        written = now;
        writtenPace = speed;
    }

    private static RunView.Progress view(Progress progress) {
        return new RunView.Progress(
                progress.totalBytes(),
                progress.foundBytes(),
                progress.readBytes(),
                progress.storedBytes(),
                progress.uploadedBytes());
    }
}
