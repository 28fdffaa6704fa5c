package io.tidemark.api.point;

import io.tidemark.api.name.Reference;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One committed instant of a machine.
///
/// @param machine  its id is null when the server knows the machine only by the point
/// @param run  the run that made it; null when it was made without this server
public record PointView(
        UUID id,
        Reference machine,
        Reference repository,
        Instant createdAt,
        List<PointDiskView> disks,
        @Nullable UUID run) {

    public PointView {
        disks = List.copyOf(disks);
    }

    public static PointView of(io.tidemark.catalog.point.PointView point) {
        return new PointView(
                point.id(),
                new Reference(point.machine().id(), point.machine().name()),
                new Reference(point.repository().id(), point.repository().name()),
                point.createdAt(),
                point.disks().stream().map(PointDiskView::of).toList(),
                point.run());
    }
}
