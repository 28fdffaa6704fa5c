package io.tidemark.engine.mark;

import io.tidemark.repository.point.BackingIdentity;
import io.tidemark.repository.point.PointId;
import java.util.List;

/// What a committed point remembers of the disk it holds, as far as a mark must fit to it.
///
/// @param id  the point
/// @param virtualSize  bytes of the disk at that point
/// @param markGranularity  granularity of the mark stored for the point, or 0 when none was
/// @param below  the images below the active one at that point
public record PointFacts(PointId id, long virtualSize, long markGranularity, List<BackingIdentity> below) {
    public PointFacts {
        below = List.copyOf(below);
    }
}
