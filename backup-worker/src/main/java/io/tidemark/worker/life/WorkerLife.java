package io.tidemark.worker.life;

import io.tidemark.catalog.SignsOfLife;
import io.tidemark.catalog.repository.Reconciliations;
import io.tidemark.catalog.run.LostRuns;
import io.tidemark.catalog.schedule.PoolSchedulers;
import io.tidemark.worker.WorkerProperties;
import io.tidemark.worker.run.ExecuteRuns;
import io.tidemark.worker.run.WorkerIdentity;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Begins and ends this worker with the application: join, heartbeat, scheduler; and in reverse.
@Component
class WorkerLife implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLife.class);

    private final Membership membership;
    private final PoolSchedulers schedulers;
    private final ExecuteRuns execution;
    private final LostRuns lostRuns;
    private final Reconciliations reconciliations;
    private final ReconciliationProperties reconciliation;
    private final SignsOfLife signs;
    private final WorkerIdentity identity;
    private final WorkerProperties properties;
    private @Nullable Scheduler scheduler;
    private @Nullable ScheduledExecutorService pulse;

    WorkerLife(
            Membership membership,
            PoolSchedulers schedulers,
            ExecuteRuns execution,
            LostRuns lostRuns,
            Reconciliations reconciliations,
            ReconciliationProperties reconciliation,
            SignsOfLife signs,
            WorkerIdentity identity,
            WorkerProperties properties) {
        this.membership = membership;
        this.schedulers = schedulers;
        this.execution = execution;
        this.lostRuns = lostRuns;
        this.reconciliations = reconciliations;
        this.reconciliation = reconciliation;
        this.signs = signs;
        this.identity = identity;
        this.properties = properties;
    }

    @Override
    public void start() {
        membership.join();
        if (!reconciliation.interval().isZero()) {
            reconciliations.workerBegins(identity.pool(), identity.id());
        }
        try {
            Scheduler started = schedulers.executing(identity.pool(), identity.name(), properties.concurrentRuns());
            ScheduledExecutorService beats = Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("worker-life-", 0).daemon().factory());
            repeat(beats, signs.heartbeat(), this::beat);
            repeat(beats, signs.sweep(), this::sweep);
            started.start();
            scheduler = started;
            pulse = beats;
        } catch (SchedulerException cause) {
            throw new IllegalStateException("The scheduler of pool " + identity.pool() + " does not start", cause);
        }
        LOG.info(
                "Worker {} of pool {} is ready: {} runs at a time, image roots {}",
                identity.name(),
                identity.pool(),
                properties.concurrentRuns(),
                properties.imageRoots());
    }

    /// Stops runs in progress and hands them back, so that another worker, or this one when it is back, begins
    /// them anew.
    @Override
    public void stop() {
        try {
            if (scheduler != null) {
                scheduler.standby();
                execution.stop();
                scheduler.shutdown(true);
                scheduler = null;
            }
        } catch (SchedulerException cause) {
            LOG.warn("The scheduler of pool {} did not end in order", identity.pool(), cause);
        }
        if (pulse != null) {
            pulse.shutdownNow();
            pulse = null;
        }
        membership.leave();
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    private void beat() {
        if (!membership.show()) {
            // The catalog was restored from a copy, or a process of the same name found this one silent for too long.
            membership.join();
        }
    }

    private void sweep() {
        lostRuns.sweep(identity.pool()).forEach(run -> LOG.warn("Run {} is lost: its worker died", run));
        if (!reconciliation.interval().isZero()) {
            reconciliations.begin(reconciliation.interval());
        }
    }

    /// A beat that fails is tried again at the next one, whatever the reason (the database is away, the name is
    /// taken): a heart must not stop silently.
    private static void repeat(ScheduledExecutorService beats, Duration interval, Runnable beat) {
        var _ = beats.scheduleWithFixedDelay(
                () -> {
                    try {
                        beat.run();
                    } catch (RuntimeException missed) {
                        LOG.warn("Missed a beat: {}", missed.getMessage());
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
