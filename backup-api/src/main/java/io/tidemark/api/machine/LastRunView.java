package io.tidemark.api.machine;

import io.tidemark.api.run.RunError;
import io.tidemark.catalog.machine.MachineView;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A machine's newest run; `GET /api/v1/runs/{id}` tells all of it.
///
/// @param error  null unless it failed or was lost
record LastRunView(
        UUID id,
        RunKind kind,
        RunState state,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable RunError error) {
    static LastRunView of(MachineView.LastRun run) {
        return new LastRunView(
                run.id(),
                run.kind(),
                run.state(),
                run.createdAt(),
                run.finishedAt(),
                run.error() == null ? null : RunError.of(run.error()));
    }
}
