package io.tidemark.engine;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.PointId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a restore wrote; the file is complete and durable.
///
/// @param point  the point
/// @param machine  the machine it is of
/// @param disk  the disk
/// @param target  the file
/// @param format  its format
/// @param virtualBytes  bytes the guest sees
/// @param writtenBytes  bytes of content written; the rest are holes
/// @param missing  what could not be restored and reads as zeros; empty unless the request said to keep going
/// @param duration  of the whole restore
public record RestoreReport(
        PointId point,
        String machine,
        String disk,
        Path target,
        ImageFormat format,
        long virtualBytes,
        long writtenBytes,
        List<DamagedRange> missing,
        Duration duration) {
    public RestoreReport {
        missing = List.copyOf(missing);
    }

    /// Done, or done with warnings where something is missing.
    public ExitCode exitCode() {
        return missing.isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
}
