package io.tidemark.worker.run;

import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.run.PointVerdict;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.EngineException;
import java.io.IOException;
import java.util.List;

/// One kind of work.
interface RunWork {
    RunKind kind();

    /// Does it, on the calling thread, until it is done or the reporter says to stop.
    Finished perform(Run run, RunReporter reporter) throws EngineException, IOException, InterruptedException;

    /// What is to be recorded of a run that ended.
    ///
    /// @param points points that are committed in the repository now; they are recorded even when the run has
    ///               become another worker's, for the bucket is the truth
    /// @param disks  what a backup did with each disk
    /// @param verdicts  what retention decided of each point
    record Finished(
            RunOutcome outcome, List<CommittedPoint> points, List<RunView.Disk> disks, List<PointVerdict> verdicts) {
        public Finished {
            points = List.copyOf(points);
            disks = List.copyOf(disks);
            verdicts = List.copyOf(verdicts);
        }

        public Finished(RunOutcome outcome) {
            this(outcome, List.of(), List.of(), List.of());
        }

        public Finished(RunOutcome outcome, List<PointVerdict> verdicts) {
            this(outcome, List.of(), List.of(), verdicts);
        }
    }
}
