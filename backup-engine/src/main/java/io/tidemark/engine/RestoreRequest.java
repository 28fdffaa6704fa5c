package io.tidemark.engine;

import io.tidemark.repository.point.PointId;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What to restore, and where to.
///
/// @param point  the point
/// @param disk  the disk, or null where the point has only one
/// @param target  the file to create; it must not exist, its directory must
/// @param format  the file's format
/// @param roots  the directories that may be written to
/// @param keepGoing  whether to leave damaged ranges out, as zeros, instead of failing
public record RestoreRequest(
        PointId point, @Nullable String disk, Path target, ImageFormat format, ImageRoots roots, boolean keepGoing) {
    public RestoreRequest {
        Objects.requireNonNull(point, "point");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(roots, "roots");
    }
}
