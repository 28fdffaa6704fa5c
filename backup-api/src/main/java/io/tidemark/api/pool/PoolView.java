package io.tidemark.api.pool;

import io.tidemark.catalog.pool.Pools;
import java.time.Instant;

/// The workers that see the same disks.
///
/// @param aliveWorkers  how many of them have given a sign of life lately
/// @param machines  how many machines belong to it
/// @param queuedRuns  runs that wait for a worker
/// @param runningRuns  runs that a worker executes
record PoolView(String name, Instant createdAt, int aliveWorkers, int machines, int queuedRuns, int runningRuns) {
    static PoolView of(Pools.PoolView pool) {
        return new PoolView(
                pool.name(), pool.createdAt(), pool.workers(), pool.machines(), pool.queued(), pool.running());
    }
}
