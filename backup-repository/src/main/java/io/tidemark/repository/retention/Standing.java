package io.tidemark.repository.retention;

import io.tidemark.repository.point.PointId;
import java.util.Set;

/// What is known of some points beside their manifests.
///
/// @param pinned  those that are protected
/// @param unsettled  those that may turn out not to exist; they stay and are not counted, so that no good point is
///     deleted because of them
/// @param damaged  those of which something is known to be lost: they push out no good point, and are judged beside
///     the good ones as if nothing were known
public record Standing(Set<PointId> pinned, Set<PointId> unsettled, Set<PointId> damaged) {

    /// Nothing is known.
    public static final Standing NONE = new Standing(Set.of(), Set.of(), Set.of());

    public Standing {
        pinned = Set.copyOf(pinned);
        unsettled = Set.copyOf(unsettled);
        damaged = Set.copyOf(damaged);
    }
}
