package io.tidemark.api.run;

import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.run.DiskMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a backup did with one disk; the same fields as `tidemark backup --json` prints.
///
/// @param reason  why the disk was read in `mode`
/// @param basePoint  the point whose content was taken over where nothing changed; null without one, and for who may
/// not see points
/// @param changedBytes  what the mark or the comparison found
/// @param readBytes  what was read of the disk
/// @param newChunks  number of chunks the repository did not have yet
/// @param storedBytes  their compressed size
public record DiskReportView(
        String disk,
        DiskMode mode,
        RequestedMode requestedMode,
        String reason,
        @Nullable UUID basePoint,
        long virtualBytes,
        long changedBytes,
        long readBytes,
        long newChunks,
        long storedBytes) {

    /// The same for who may not see points.
    DiskReportView withoutBase() {
        return new DiskReportView(
                disk, mode, requestedMode, reason, null, virtualBytes, changedBytes, readBytes, newChunks, storedBytes);
    }

    static DiskReportView of(io.tidemark.catalog.run.RunView.Disk disk) {
        return new DiskReportView(
                disk.disk(),
                disk.mode(),
                disk.requestedMode(),
                disk.reason(),
                disk.basePoint(),
                disk.virtualBytes(),
                disk.changedBytes(),
                disk.readBytes(),
                disk.newChunks(),
                disk.storedBytes());
    }
}
