package io.tidemark.engine;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.PointId;
import java.time.Duration;
import java.util.List;

/// What a verification found.
///
/// @param points  the points looked at
/// @param checkedBytes  bytes of content read back and checked
/// @param damaged  what cannot be given back, ascending within each disk
/// @param duration  of the whole verification
public record VerifyReport(List<PointId> points, long checkedBytes, List<DamagedRange> damaged, Duration duration) {
    public VerifyReport {
        points = List.copyOf(points);
        damaged = List.copyOf(damaged);
    }

    /// Whether everything looked at is intact.
    public boolean intact() {
        return damaged.isEmpty();
    }

    /// Done, or corrupt.
    public ExitCode exitCode() {
        return intact() ? ExitCode.DONE : ExitCode.CORRUPT;
    }
}
