package io.tidemark.worker.run;

import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunReports;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.WorkedRuns;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Writes the end of a run into the catalog: its points, its disks or verdicts, and its outcome at once. What was
/// committed in
/// the bucket comes first; a worker that dies before this leaves a point that the next connect finds.
@Component
class RecordOutcome {
    private final WorkedRuns runs;
    private final RunReports reports;
    private final Points points;

    RecordOutcome(WorkedRuns runs, RunReports reports, Points points) {
        this.runs = runs;
        this.reports = reports;
        this.points = points;
    }

    /// Records all of it, or nothing.
    ///
    /// @param cost what it asked of the store, if it came to that
    /// @return false when the run is no longer this worker's; its points are recorded all the same
    @Transactional
    public boolean record(Run run, UUID worker, RunWork.Finished finished, RunView.@Nullable Cost cost) {
        finished.points().forEach(points::add);
        boolean mine = runs.finish(run.id(), worker, finished.outcome());
        if (mine && !finished.disks().isEmpty()) {
            reports.disks(run.id(), finished.disks());
        }
        if (mine && !finished.verdicts().isEmpty()) {
            reports.verdicts(run.id(), finished.verdicts());
        }
        if (mine && cost != null) {
            reports.cost(run.id(), cost);
        }
        return mine;
    }
}
