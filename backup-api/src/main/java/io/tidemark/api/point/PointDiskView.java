package io.tidemark.api.point;

import io.tidemark.catalog.run.DiskMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One disk of a point.
///
/// @param mode  how the disk was read
/// @param reason  why it was read so
/// @param basePoint  the point whose content was taken over where nothing changed
/// @param changedBytes  what the mark or the comparison found
/// @param storedBytes  compressed size of the chunks that were new
public record PointDiskView(
        String name,
        DiskMode mode,
        String reason,
        @Nullable UUID basePoint,
        long virtualBytes,
        long changedBytes,
        long storedBytes) {

    static PointDiskView of(io.tidemark.catalog.point.PointView.Disk disk) {
        return new PointDiskView(
                disk.name(),
                disk.mode(),
                disk.reason(),
                disk.basePoint(),
                disk.virtualBytes(),
                disk.changedBytes(),
                disk.storedBytes());
    }
}
