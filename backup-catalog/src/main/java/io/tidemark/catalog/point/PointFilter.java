package io.tidemark.catalog.point;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which points a list shows; null means all.
///
/// @param from made at this instant or later
/// @param to   made before this instant
public record PointFilter(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable Instant from,
        @Nullable Instant to) {
    public static final PointFilter ALL = new PointFilter(null, null, null, null);

    public static PointFilter ofMachine(UUID machine) {
        return new PointFilter(machine, null, null, null);
    }

    public static PointFilter inRepository(UUID repository) {
        return new PointFilter(null, repository, null, null);
    }
}
