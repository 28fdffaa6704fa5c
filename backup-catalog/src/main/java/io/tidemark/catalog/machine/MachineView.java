package io.tidemark.catalog.machine;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.run.RunView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A machine as screens show it.
///
/// @param version its entity tag
public record MachineView(
        UUID id,
        String name,
        String pool,
        List<DiskView> disks,
        Labels labels,
        Protection protection,
        Instant createdAt,
        @Nullable PointView lastPoint,
        @Nullable RunView lastRun,
        long version) {
    public MachineView {
        disks = List.copyOf(disks);
    }

    public record DiskView(UUID id, String name, String imagePath) {}
}
