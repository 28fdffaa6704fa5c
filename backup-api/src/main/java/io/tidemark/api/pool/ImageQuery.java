package io.tidemark.api.pool;

import io.tidemark.catalog.pool.ImageFilter;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Which image files are asked for.
///
/// @param containing  only paths with this text in them
/// @param unused  whether those that a machine of the pool has already are left out
record ImageQuery(
        @Nullable @Size(min = 1, max = 1000) String containing,
        @Nullable Boolean unused) {

    ImageFilter filter() {
        return new ImageFilter(containing, Boolean.TRUE.equals(unused));
    }
}
