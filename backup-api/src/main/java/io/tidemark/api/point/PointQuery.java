package io.tidemark.api.point;

import io.tidemark.catalog.point.PointFilter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which points are asked for.
///
/// @param machine  only points of this machine
/// @param repository  only points in this repository
/// @param from  only points made at this instant or later
/// @param to  only points made before this instant
record PointQuery(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable Instant from,
        @Nullable Instant to) {

    PointFilter filter() {
        return new PointFilter(machine, repository, from, to);
    }
}
