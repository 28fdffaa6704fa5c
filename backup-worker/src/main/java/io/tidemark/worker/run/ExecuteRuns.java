package io.tidemark.worker.run;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.catalog.run.RunReports;
import io.tidemark.catalog.run.WorkedRuns;
import io.tidemark.catalog.schedule.RunExecution;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.worker.metrics.RunMeters;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/// Executes runs, each on the thread that Quartz calls with.
@Component
public class ExecuteRuns implements RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(ExecuteRuns.class);
    /// Lines that are written while a run is executed carry its id under this key.
    private static final String RUN_IN_LOGS = "run";

    private final WorkedRuns runs;
    private final RunReports reports;
    private final RecordOutcome record;
    private final WorkerIdentity self;
    private final RunMeters meters;
    private final Clock clock;
    private final DatabasePatience patience;
    private final Map<RunKind, RunWork> works = new EnumMap<>(RunKind.class);
    private final Map<RunId, RunReporter> active = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    ExecuteRuns(
            WorkedRuns runs,
            RunReports reports,
            RecordOutcome record,
            DatabasePatience patience,
            WorkerIdentity self,
            RunMeters meters,
            Clock clock,
            List<RunWork> works) {
        this.runs = runs;
        this.reports = reports;
        this.record = record;
        this.patience = patience;
        this.self = self;
        this.meters = meters;
        this.clock = clock;
        works.forEach(work -> this.works.put(work.kind(), work));
    }

    @Override
    public void execute(RunId id) {
        RunReporter reporter = new RunReporter(id, self.id(), reports, meters, clock);
        if (active.putIfAbsent(id, reporter) != null) {
            return;
        }
        try (var _ = MDC.putCloseable(RUN_IN_LOGS, id.toString())) {
            Optional<Run> taken = patience.until("take up run " + id, () -> runs.takeUp(id, self.id(), self.name()));
            if (taken.isPresent()) {
                execute(taken.get(), reporter);
            }
        } finally {
            active.remove(id);
        }
    }

    private void execute(Run run, RunReporter reporter) {
        LOG.info("Run {} ({}) begins, attempt {}", run.id(), run.kind().word(), run.attempt());
        if (stopping) {
            reporter.stop(RunReporter.Stop.SHUTDOWN);
        }
        RunWork.Finished finished = meters.timed(run, () -> perform(run, reporter), RunWork.Finished::outcome);
        meters.asked(run, reporter.cost());
        try {
            patience.until("write what is left of run " + run.id(), reporter::drained);
            settle(run, reporter, finished);
        } catch (RuntimeException unwritten) {
            // A run that nobody ends would stand in the way of the machine's next one for as long as this worker lives.
            LOG.error("Run {} ended ({}), but that could not be recorded", run.id(), finished.outcome(), unwritten);
            patience.until(
                    "end run " + run.id(), () -> runs.finish(run.id(), self.id(), unrecorded(finished, unwritten)));
        }
    }

    private static RunOutcome unrecorded(RunWork.Finished finished, RuntimeException why) {
        return new RunOutcome.Failed(
                FailureCode.INTERNAL.wireName(),
                "The run ended (%s), but that could not be recorded: %s. The next connect of the repository brings the catalog in line with the bucket."
                        .formatted(finished.outcome(), why.getMessage()));
    }

    /// Tells all runs in progress to stop and to be given back.
    public void stop() {
        stopping = true;
        patience.end();
        active.values().forEach(reporter -> reporter.stop(RunReporter.Stop.SHUTDOWN));
    }

    private RunWork.Finished perform(Run run, RunReporter reporter) {
        RunWork work = Objects.requireNonNull(works.get(run.kind()), "work");
        try (RunReporter started = reporter.started()) {
            return work.perform(run, started);
        } catch (CatalogException refused) {
            return new RunWork.Finished(new RunOutcome.Failed(refused.code(), String.valueOf(refused.getMessage())));
        } catch (InterruptedException interrupted) {
            reporter.stop(RunReporter.Stop.SHUTDOWN);
            return new RunWork.Finished(new RunOutcome.Cancelled());
        } catch (EngineException | IOException | RuntimeException failure) {
            return failed(run, EngineException.of(failure));
        }
    }

    private static RunWork.Finished failed(Run run, EngineException failure) {
        if (failure.code() == FailureCode.CANCELLED) {
            return new RunWork.Finished(new RunOutcome.Cancelled());
        }
        if (failure.code() == FailureCode.INTERNAL) {
            LOG.error("Run {} met a defect", run.id(), failure);
        }
        return new RunWork.Finished(
                new RunOutcome.Failed(failure.code().wireName(), String.valueOf(failure.getMessage())));
    }

    /// Work that was done counts, even when somebody asked to stop it meanwhile.
    private void settle(Run run, RunReporter reporter, RunWork.Finished finished) {
        RunReporter.Stop stop = reporter.stopped();
        if (finished.outcome() instanceof RunOutcome.Cancelled && stop == RunReporter.Stop.ABANDONED) {
            LOG.warn("Run {} is no longer this worker's and was broken off", run.id());
            return;
        }
        if (finished.outcome() instanceof RunOutcome.Cancelled && stop == RunReporter.Stop.SHUTDOWN) {
            patience.until("give back run " + run.id(), () -> {
                runs.giveBack(run.id(), self.id());
                return true;
            });
            LOG.info("Run {} is given back", run.id());
            return;
        }
        boolean recorded = patience.until(
                "record the outcome of run " + run.id(),
                () -> record.record(run, self.id(), finished, reporter.cost()));
        LOG.info("Run {} ended: {}{}", run.id(), finished.outcome(), recorded ? "" : " (not this worker's any more)");
    }
}
