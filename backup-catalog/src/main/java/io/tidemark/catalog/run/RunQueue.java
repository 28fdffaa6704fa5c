package io.tidemark.catalog.run;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Where runs come into being. A run and the job that executes it are committed together.
@Component
@Transactional
public class RunQueue {
    private final Runs runs;
    private final RunSubjects subjects;
    private final ScheduledJobs jobs;
    private final Workers workers;
    private final RunReports reports;
    private final JdbcClient jdbc;
    private final Clock clock;

    RunQueue(
            Runs runs,
            RunSubjects subjects,
            ScheduledJobs jobs,
            Workers workers,
            RunReports reports,
            JdbcClient jdbc,
            Clock clock) {
        this.runs = runs;
        this.subjects = subjects;
        this.jobs = jobs;
        this.workers = workers;
        this.reports = reports;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Queues a run of what was ordered. A machine has one backup at a time, a repository one connect and one
    /// collection; one that a
    /// dead worker left behind is marked lost and does not stand in the way.
    ///
    /// @throws NotFound         when machine, repository or point is not in the catalog
    /// @throws InvalidRequest   `disk-missing` when a restore names no disk of several, or
    ///                          one that is not in the point
    /// @throws RunAlreadyActive when the place is taken
    public RunId submit(RunOrder order) {
        RunSubject subject = subjects.of(order);
        requireIdle(order, subject);
        Instant now = clock.instant();
        Run run = runs.saveAndFlush(new Run(RunId.next(now), order, subject, now));
        jobs.execute(run.pool(), run.id());
        return run.id();
    }

    /// Ends a queued run at once and asks the worker of a running one to stop, which takes seconds.
    ///
    /// @throws NotFound when there is no such run
    /// @throws Conflict `run-over` when it has ended
    public void cancel(RunId id) {
        Run run = runs.lockById(id).orElseThrow(() -> new NotFound("run", id.id()));
        Instant now = clock.instant();
        boolean queued = run.state() == RunState.QUEUED;
        run.cancel(run.workerId().map(workers::alive).orElse(false), now);
        if (!run.state().active()) {
            jobs.forget(run.pool(), id);
            String when = queued ? "before a worker took it up" : "after its worker had gone";
            reports.log(id, LogLevel.INFO, "Cancelled " + when + ".", now);
        }
        runs.saveAndFlush(run);
    }

    private void requireIdle(RunOrder order, RunSubject subject) {
        switch (order) {
            case RunOrder.Backup backup ->
                requireIdle(RunKind.BACKUP, "machine_id", backup.machine().id(), subject.machineName());
            case RunOrder.Connect connect ->
                requireIdle(
                        RunKind.CONNECT, "repository_id", connect.repository().id(), subject.repositoryName());
            case RunOrder.Retention(var policy, var machine, boolean dryRun) -> {
                if (!dryRun) {
                    requireIdle(RunKind.RETENTION, "machine_id", machine.id(), subject.machineName());
                }
            }
            case RunOrder.Collection(var repository, boolean dryRun) -> {
                if (!dryRun) {
                    requireIdle(RunKind.COLLECTION, "repository_id", repository.id(), subject.repositoryName());
                }
            }
            case RunOrder.Restore restore -> {}
            case RunOrder.VerifyPoint verify -> {}
            case RunOrder.VerifyRepository verify -> {}
        }
    }

    private void requireIdle(RunKind kind, String column, UUID id, @Nullable String name) {
        Optional<UUID> holder = jdbc.sql("select id from runs where " + column
                        + " = :id and kind = :kind and state in ('queued', 'running') and not dry_run limit 1")
                .param("id", id)
                .param("kind", kind.word())
                .query(UUID.class)
                .optional();
        if (holder.isEmpty()) {
            return;
        }
        Run active = runs.lockById(new RunId(holder.get())).orElseThrow();
        if (!active.state().active()) {
            return;
        }
        if (active.state() == RunState.QUEUED
                || !active.workerId().map(workers::dead).orElse(true)) {
            throw new RunAlreadyActive(kind, String.valueOf(name), active.id(), active.state());
        }
        active.lose("Its worker died and no other took it up.", clock.instant());
        runs.saveAndFlush(active);
        jobs.forget(active.pool(), active.id());
    }
}
