package io.tidemark.engine;

import io.tidemark.repository.point.PointId;
import io.tidemark.repository.retention.RetentionVerdict;
import java.util.List;

/// What retention did, or would do.
///
/// @param verdicts  one per point of the machine whose manifest is intact, oldest first
/// @param deleted  the points that are gone; none after a dry run
/// @param warnings  what somebody should look at: damaged manifests, which are never deleted here, and locks
public record RetentionReport(List<RetentionVerdict> verdicts, List<PointId> deleted, List<String> warnings) {
    public RetentionReport {
        verdicts = List.copyOf(verdicts);
        deleted = List.copyOf(deleted);
        warnings = List.copyOf(warnings);
    }

    /// Done, or done with warnings.
    public ExitCode exitCode() {
        return warnings.isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
}
