package io.tidemark.api.run;

import io.tidemark.catalog.run.RestoreFormat;
import org.jspecify.annotations.Nullable;

/// What a restore writes.
///
/// @param disk  null when the point has only one
/// @param target  path of the new image on a worker's host
public record RestoreView(@Nullable String disk, String target, RestoreFormat format) {
    static RestoreView of(io.tidemark.catalog.run.RunView.Restore restore) {
        return new RestoreView(restore.disk(), restore.target(), restore.format());
    }
}
