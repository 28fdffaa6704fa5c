package io.tidemark.catalog.machine;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
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
        @Nullable LastPoint lastPoint,
        @Nullable LastRun lastRun,
        long version) {
    public MachineView {
        disks = List.copyOf(disks);
    }

    public record DiskView(UUID id, String name, String imagePath) {}

    /// The newest point.
    ///
    /// @param repository its name
    /// @param modes      of its disks, each once
    public record LastPoint(UUID id, UUID repositoryId, String repository, Instant createdAt, List<DiskMode> modes) {
        public LastPoint {
            modes = List.copyOf(modes);
        }
    }

    /// The newest run of any kind.
    ///
    /// @param error why it failed or was lost; null for others
    public record LastRun(
            UUID id,
            RunKind kind,
            RunState state,
            Instant createdAt,
            @Nullable Instant finishedAt,
            RunView.@Nullable Problem error) {}
}
