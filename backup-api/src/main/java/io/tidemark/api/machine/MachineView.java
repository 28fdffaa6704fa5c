package io.tidemark.api.machine;

import io.tidemark.api.access.Caller;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A protected machine.
///
/// @param pool  name of the pool whose workers see its images
/// @param labels  what policies and rights may choose it by
/// @param protection  how well it is protected
/// @param lastPoint  its newest point; null before the first, and for who may not see points
/// @param lastRun  its newest run of any kind; null before the first
record MachineView(
        UUID id,
        String name,
        String pool,
        List<DiskView> disks,
        Map<String, String> labels,
        ProtectionView protection,
        Instant createdAt,
        @Nullable LastPointView lastPoint,
        @Nullable LastRunView lastRun) {

    MachineView {
        disks = List.copyOf(disks);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /// As this caller may see it.
    static MachineView of(io.tidemark.catalog.machine.MachineView machine, Caller caller) {
        return new MachineView(
                machine.id(),
                machine.name(),
                machine.pool(),
                machine.disks().stream().map(DiskView::of).toList(),
                machine.labels().values(),
                ProtectionView.of(machine.protection()),
                machine.createdAt(),
                machine.lastPoint() == null || !caller.seesPoints() ? null : LastPointView.of(machine.lastPoint()),
                machine.lastRun() == null ? null : LastRunView.of(machine.lastRun()));
    }
}
