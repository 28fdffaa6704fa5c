package io.tidemark.api.pool;

import io.tidemark.catalog.pool.Pools;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The workers that see the same disks.
///
/// @param aliveWorkers  how many of them have given a sign of life lately
/// @param machines  how many machines belong to it
/// @param queuedRuns  runs that wait: for a worker, a place or their time
/// @param runningRuns  runs that a worker executes
/// @param concurrentRuns  how many of its runs may work at a time; null for as many as its workers take
record PoolView(
        String name,
        Instant createdAt,
        int aliveWorkers,
        int machines,
        int queuedRuns,
        int runningRuns,
        @Nullable Integer concurrentRuns) {
    static PoolView of(Pools.PoolView pool) {
        return new PoolView(
                pool.name(),
                pool.createdAt(),
                pool.workers(),
                pool.machines(),
                pool.queued(),
                pool.running(),
                pool.concurrentRuns() == 0 ? null : pool.concurrentRuns());
    }
}
