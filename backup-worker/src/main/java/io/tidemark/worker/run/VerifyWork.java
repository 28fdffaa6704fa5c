package io.tidemark.worker.run;

import static java.util.Objects.requireNonNullElse;

import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.engine.LogLevel;
import io.tidemark.engine.VerifyPoint;
import io.tidemark.engine.VerifyReport;
import io.tidemark.engine.VerifyRequest;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import org.springframework.stereotype.Component;

/// Reads a point, or all points of a repository, back and names what cannot be given back any more.
@Component
class VerifyWork implements RunWork {
    /// Damage is listed range by range up to here; the count is always told.
    private static final int LISTED = 100;

    private final OpenRepositories repositories;
    private final WorkerLimits limits;

    VerifyWork(OpenRepositories repositories, WorkerLimits limits) {
        this.repositories = repositories;
        this.limits = limits;
    }

    @Override
    public RunKind kind() {
        return RunKind.VERIFY;
    }

    @Override
    public Finished perform(Run run, RunReporter reporter) throws EngineException, IOException, InterruptedException {
        VerifyRequest request = new VerifyRequest(
                run.point().map(PointId::new).orElse(null),
                requireNonNullElse(run.work().samplePercent(), 100));
        try (OpenRepositories.Opened opened = repositories.open(run, reporter)) {
            VerifyReport report = new VerifyPoint(opened.repository(), limits.engine()).run(request, reporter);
            reporter.log(
                    LogLevel.INFO,
                    report.points().size() + " points verified, " + report.checkedBytes() + " bytes read back.");
            report.damaged().stream().limit(LISTED).forEach(range -> reporter.log(LogLevel.WARNING, describe(range)));
            return new Finished(report.intact() ? new RunOutcome.Succeeded(null) : damaged(report));
        }
    }

    private static RunOutcome damaged(VerifyReport report) {
        if (report.damaged().isEmpty()) {
            return new RunOutcome.Failed(
                    FailureCode.OBJECT_CORRUPT.wireName(),
                    report.found().lostPoints()
                            + " manifests cannot be read, so their points cannot be given back. The log names them.");
        }
        return new RunOutcome.Failed(
                FailureCode.CHUNK_CORRUPT.wireName(),
                report.found().lostCount() + " ranges cannot be given back, first: "
                        + describe(report.damaged().getFirst())
                        + " The log lists them; other ranges and points are intact.");
    }

    private static String describe(DamagedRange range) {
        return "Disk " + range.disk() + " of " + range.machine() + " in point " + range.point() + ", bytes "
                + range.offset() + " to " + range.end() + ": " + range.reason().getMessage();
    }
}
