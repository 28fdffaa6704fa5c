package io.tidemark.catalog.run;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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
    private final Retries retries;
    private final JdbcClient jdbc;
    private final Clock clock;

    RunQueue(
            Runs runs,
            RunSubjects subjects,
            ScheduledJobs jobs,
            Workers workers,
            RunReports reports,
            Retries retries,
            JdbcClient jdbc,
            Clock clock) {
        this.runs = runs;
        this.subjects = subjects;
        this.jobs = jobs;
        this.workers = workers;
        this.reports = reports;
        this.retries = retries;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Queues a run of what was ordered, or refuses it where its place is taken.
    public RunId submit(RunOrder order) {
        return submit(order, IfActive.REFUSE);
    }

    /// Queues a run of what was ordered. A machine has one backup and one retention at a time, a repository
    /// one connect, one collection and one verification, a point one verification; a run that a dead worker
    /// left behind is marked lost and does not stand in the way.
    ///
    /// @return the new run, or the one that has its place and is joined
    /// @throws NotFound         when machine, repository or point is not in the catalog
    /// @throws InvalidRequest   `disk-missing` when a restore names no disk of several, or
    ///                          one that is not in the point
    /// @throws RunAlreadyActive when the place is taken
    public RunId submit(RunOrder order, IfActive ifActive) {
        RunSubject subject = subjects.of(order);
        Optional<Run> active = RunPlace.of(order).flatMap(this::holder);
        if (active.isPresent() && ifActive == IfActive.JOIN) {
            return active.get().id();
        }
        active.ifPresent(run -> {
            throw new RunAlreadyActive(run);
        });
        Instant now = clock.instant();
        Run run = runs.saveAndFlush(new Run(RunId.next(now), order, subject, now));
        jobs.execute(run.pool(), run.id());
        return run.id();
    }

    /// Queues a run that does again what another one did not get done.
    ///
    /// @throws NotFound         when there is no such run
    /// @throws Conflict         `run-active` when it has not ended; `run-not-retryable` when it has done its
    ///                          work, was retried before, or works on something that is no longer in the
    ///                          catalog
    /// @throws RunAlreadyActive when another run has its place
    public RunId retry(RunId id) {
        Run run = runs.lockById(id).orElseThrow(() -> new NotFound("run", id.id()));
        if (run.state().active()) {
            throw new Conflict(
                    "run-active", "Run " + id + " is " + run.state().word() + ". Wait for it, or cancel it.");
        }
        if (run.state() == RunState.SUCCEEDED || run.state() == RunState.WARNING) {
            throw notRetryable(run, "it has done its work. Start a new run");
        }
        if (run.repository().isEmpty()
                || (run.machineName().isPresent() && run.machine().isEmpty())) {
            throw notRetryable(run, "what it worked on is no longer in the catalog");
        }
        RunPlace.of(run).flatMap(this::holder).ifPresent(active -> {
            throw new RunAlreadyActive(active);
        });
        RunId retry = retries.enter(run, null, clock.instant())
                .orElseThrow(() -> notRetryable(run, "it was retried before. Retry the last run of its line"));
        jobs.execute(run.pool(), retry);
        return retry;
    }

    private static Conflict notRetryable(Run run, String why) {
        return new Conflict("run-not-retryable", "Run " + run.id() + " is not retried: " + why + ".");
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

    /// The run that has the place, if there is one and its worker is not dead.
    private Optional<Run> holder(RunPlace place) {
        Optional<UUID> holder = jdbc.sql("select id from runs where " + place.condition()
                        + " and kind = :kind and state in ('queued', 'running') and not dry_run limit 1")
                .param("id", place.id())
                .param("kind", place.kind().word())
                .query(UUID.class)
                .optional();
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        Run active = runs.lockById(new RunId(holder.get())).orElseThrow();
        if (!active.state().active()) {
            return Optional.empty();
        }
        if (active.state() == RunState.QUEUED
                || !active.workerId().map(workers::dead).orElse(true)) {
            return Optional.of(active);
        }
        active.lose("Its worker died and no other took it up.", clock.instant());
        runs.saveAndFlush(active);
        jobs.forget(active.pool(), active.id());
        return Optional.empty();
    }
}
