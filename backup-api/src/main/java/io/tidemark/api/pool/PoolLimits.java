package io.tidemark.api.pool;

import io.tidemark.api.audit.Audited;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// What a pool may do at a time.
///
/// @param concurrentRuns  how many of its runs may work; more of them wait, but for restores, which always
/// begin. Null for as many as its workers take
@Audited
record PoolLimits(@Nullable @Min(1) @Max(10_000) Integer concurrentRuns) {
    int runs() {
        return concurrentRuns == null ? 0 : concurrentRuns;
    }
}
