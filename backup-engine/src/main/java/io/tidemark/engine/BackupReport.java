package io.tidemark.engine;

import io.tidemark.repository.point.PointId;
import java.time.Duration;
import java.util.List;

/// What a backup did; its point is committed.
///
/// @param point  the new point
/// @param machine  the machine
/// @param disks  its disks, in the request's order
/// @param uploadedBytes  every byte put into the store, metadata included
/// @param duration  from the first lock to the last
/// @param warnings  what somebody should look at, although the point is good; none is usual
public record BackupReport(
        PointId point,
        String machine,
        List<DiskReport> disks,
        long uploadedBytes,
        Duration duration,
        List<String> warnings) {
    public BackupReport {
        disks = List.copyOf(disks);
        warnings = List.copyOf(warnings);
    }

    /// Done, or done with warnings.
    public ExitCode exitCode() {
        return warnings.isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
}
