package io.tidemark.worker.run;

import static java.util.Objects.requireNonNull;

import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.ImageFormat;
import io.tidemark.engine.LogLevel;
import io.tidemark.engine.RestoreDisk;
import io.tidemark.engine.RestoreReport;
import io.tidemark.engine.RestoreRequest;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/// Writes one disk of a point to a new image inside the worker's image roots.
@Component
class RestoreWork implements RunWork {
    private final OpenRepositories repositories;
    private final WorkerLimits limits;

    RestoreWork(OpenRepositories repositories, WorkerLimits limits) {
        this.repositories = repositories;
        this.limits = limits;
    }

    @Override
    public RunKind kind() {
        return RunKind.RESTORE;
    }

    @Override
    public Finished perform(Run run, RunReporter reporter) throws EngineException, IOException, InterruptedException {
        limits.requireImageRoots();
        RestoreRequest request = new RestoreRequest(
                new PointId(run.point().orElseThrow()),
                run.work().restoreDisk(),
                Path.of(requireNonNull(run.work().restoreTarget())),
                ImageFormat.valueOf(requireNonNull(run.work().restoreFormat()).name()),
                limits.imageRoots(),
                false);
        try (OpenRepositories.Opened opened = repositories.open(run, reporter)) {
            RestoreReport report = new RestoreDisk(opened.repository(), limits.engine()).run(request, reporter);
            reporter.log(
                    LogLevel.INFO,
                    "Disk " + report.disk() + " of " + report.machine() + " is restored to " + report.target() + " ("
                            + report.writtenBytes() + " bytes written of " + report.virtualBytes() + ").");
            return new Finished(new RunOutcome.Succeeded(null));
        }
    }
}
