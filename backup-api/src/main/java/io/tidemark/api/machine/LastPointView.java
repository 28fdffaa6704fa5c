package io.tidemark.api.machine;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.machine.MachineView;
import io.tidemark.catalog.run.DiskMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A machine's newest point; `GET /api/v1/points/{id}` tells all of it.
///
/// @param modes  how its disks were read, each mode once
record LastPointView(UUID id, Reference repository, Instant createdAt, List<DiskMode> modes) {
    LastPointView {
        modes = List.copyOf(modes);
    }

    static LastPointView of(MachineView.LastPoint point) {
        return new LastPointView(
                point.id(), new Reference(point.repositoryId(), point.repository()), point.createdAt(), point.modes());
    }
}
