package io.tidemark.catalog.pool;

import org.jspecify.annotations.Nullable;

/// Which image files of a pool a list shows.
///
/// @param containing only paths with this text in them; null: all
/// @param unused     only those that no machine of the pool has as a disk
public record ImageFilter(@Nullable String containing, boolean unused) {
    public static final ImageFilter ALL = new ImageFilter(null, false);
}
