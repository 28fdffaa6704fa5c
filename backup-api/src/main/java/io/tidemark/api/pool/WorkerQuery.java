package io.tidemark.api.pool;

import io.tidemark.api.name.Name;
import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.pool.WorkerFilter;
import org.jspecify.annotations.Nullable;

/// Which workers are asked for.
///
/// @param pool  only workers of this pool
/// @param name  only workers whose name contains this, in whatever case
/// @param alive  only workers whose heartbeat is recent, or only those whose is not
record WorkerQuery(
        @Nullable @Name String pool,
        @Nullable @PartOfName String name,
        @Nullable Boolean alive) {

    WorkerFilter filter() {
        return new WorkerFilter(pool, name, alive);
    }
}
