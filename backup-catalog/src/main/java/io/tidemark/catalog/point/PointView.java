package io.tidemark.catalog.point;

import io.tidemark.catalog.run.DiskMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A recovery point as screens show it.
///
/// @param run the run that made it, when it is still in the catalog
public record PointView(
        UUID id,
        Named machine,
        Named repository,
        Instant createdAt,
        List<Disk> disks,
        @Nullable UUID run) {
    public PointView {
        disks = List.copyOf(disks);
    }

    /// A thing and its name; the id is null when the catalog does not know it.
    public record Named(@Nullable UUID id, String name) {}

    public record Disk(
            String name,
            DiskMode mode,
            String reason,
            @Nullable UUID basePoint,
            long virtualBytes,
            long changedBytes,
            long storedBytes) {}
}
