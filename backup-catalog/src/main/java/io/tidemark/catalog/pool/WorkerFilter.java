package io.tidemark.catalog.pool;

import org.jspecify.annotations.Nullable;

/// Which workers a list shows; null means all.
///
/// @param name  workers whose name contains it, in whatever case
/// @param alive those whose heartbeat is recent, or those whose is not
public record WorkerFilter(
        @Nullable String pool,
        @Nullable String name,
        @Nullable Boolean alive) {}
