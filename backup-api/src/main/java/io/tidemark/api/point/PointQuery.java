package io.tidemark.api.point;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which points are asked for.
///
/// @param machine  only points of this machine
/// @param repository  only points in this repository
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record PointQuery(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {}
