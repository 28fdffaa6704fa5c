package io.tidemark.catalog.run;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.SignsOfLife;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.schedule.ScheduledJobs;
import io.tidemark.catalog.schedule.ScheduledJobs.Due;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The worker's side of runs: taking them up and letting go of them. A run belongs to the process that took it up
/// until that ends it, gives it back, or dies.
@Component
@Transactional
public class WorkedRuns {
    private final Runs runs;
    private final RunReports reports;
    private final Workers workers;
    private final ScheduledJobs jobs;
    private final RunsOfPolicies ofPolicies;
    private final Retries retries;
    private final Places places;
    private final SignsOfLife signs;
    private final Clock clock;

    WorkedRuns(
            Runs runs,
            RunReports reports,
            Workers workers,
            ScheduledJobs jobs,
            RunsOfPolicies ofPolicies,
            Retries retries,
            Places places,
            SignsOfLife signs,
            Clock clock) {
        this.signs = signs;
        this.runs = runs;
        this.reports = reports;
        this.workers = workers;
        this.jobs = jobs;
        this.ofPolicies = ofPolicies;
        this.retries = retries;
        this.places = places;
        this.clock = clock;
    }

    /// Begins a run, or takes it over from a dead worker. Who asks again for a run that is its own has it: the answer
    /// to the first time was lost with the connection.
    ///
    /// @param worker the id of this process
    /// @param name   the worker's name
    /// @return empty when there is nothing to do: the run is over, its worker lives, its window is closed, or
    ///         it has no place
    public Optional<Run> takeUp(RunId id, UUID worker, String name) {
        Optional<Run> found = runs.lockById(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Run run = found.get();
        Optional<UUID> holder = run.state() == RunState.RUNNING ? run.workerId() : Optional.empty();
        if (holder.isPresent() && workers.alive(holder.get())) {
            if (holder.get().equals(worker)) {
                return found;
            }
            // Quartz fires it anew, but its worker may still be alive.
            jobs.execute(run.pool(), id, signs.checkIn());
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant opening = ofPolicies.opening(run, now);
        if (opening.isAfter(now)) {
            run.await(WaitingFor.WINDOW, opening);
            runs.saveAndFlush(run);
            jobs.execute(run.pool(), id, Duration.between(now, opening));
            return Optional.empty();
        }
        holder.ifPresent(dead -> reports.closeSteps(id, StepState.FAILED, now));
        Optional<WaitingFor> missing = run.wantsToWork() ? places.missing(run) : Optional.empty();
        if (missing.isPresent()) {
            run.await(missing.get(), null);
            runs.saveAndFlush(run);
            return Optional.empty();
        }
        boolean begun = run.takeUp(worker, name, now);
        runs.saveAndFlush(run);
        if (begun && run.attempt() > 1) {
            reports.log(
                    id,
                    LogLevel.WARNING,
                    "Taken up by worker \"" + name + "\", attempt " + run.attempt() + ": the worker before died.",
                    now);
        }
        return begun ? Optional.of(run) : Optional.empty();
    }

    /// Records how the run ended.
    ///
    /// @return false when it is no longer this worker's and nothing was recorded
    public boolean finish(RunId id, UUID worker, RunOutcome outcome) {
        Optional<Run> mine = mine(id, worker);
        mine.ifPresent(run -> {
            Instant now = clock.instant();
            reports.closeSteps(id, stepState(outcome), now);
            if (outcome instanceof RunOutcome.Failed(String code, String message)) {
                reports.log(id, LogLevel.ERROR, message + " (" + code + ")", now);
            }
            run.finish(outcome, now);
            runs.saveAndFlush(run);
            // All rows before any job: whoever waits for a row must not hold Quartz's lock, which all others need.
            List<Due> due = new ArrayList<>();
            retries.afterFailure(run, now).ifPresent(due::add);
            ofPolicies.after(run, now).ifPresent(due::add);
            due.addAll(places.admit());
            jobs.execute(due);
        });
        return mine.isPresent();
    }

    /// This worker ends in order before the run does: another one, or this one when it is back, begins it anew.
    public void giveBack(RunId id, UUID worker) {
        mine(id, worker).ifPresent(run -> {
            Instant now = clock.instant();
            reports.closeSteps(id, StepState.CANCELLED, now);
            reports.log(id, LogLevel.INFO, "The worker is shutting down; the run waits for another one.", now);
            run.giveBack();
            runs.saveAndFlush(run);
            List<Due> due = new ArrayList<>(places.admit());
            due.add(new Due(run.pool(), id, Duration.ZERO));
            jobs.execute(due);
        });
    }

    private Optional<Run> mine(RunId id, UUID worker) {
        return runs.lockById(id)
                .filter(run -> run.state() == RunState.RUNNING && run.workerId().equals(Optional.of(worker)));
    }

    private static StepState stepState(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Succeeded succeeded -> StepState.SUCCEEDED;
            case RunOutcome.Warning warning -> StepState.SUCCEEDED;
            case RunOutcome.Failed failed -> StepState.FAILED;
            case RunOutcome.Cancelled cancelled -> StepState.CANCELLED;
        };
    }
}
