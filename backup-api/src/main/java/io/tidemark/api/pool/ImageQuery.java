package io.tidemark.api.pool;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Which image files are asked for.
///
/// @param containing  only paths with this text in them
/// @param unused  whether those that a machine of the pool has already are left out
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record ImageQuery(
        @Nullable @Size(min = 1, max = 1000) String containing,
        @Nullable Boolean unused,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 4000) String cursor) {}
