package io.tidemark.api.pool;

import io.tidemark.catalog.pool.Workers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A process that executes runs.
///
/// @param concurrentRuns  how many runs it executes at a time
/// @param imageRoots  the directories whose images it may touch
/// @param alive  whether its heartbeat is recent
record WorkerView(
        UUID id,
        String name,
        String pool,
        String host,
        int concurrentRuns,
        List<String> imageRoots,
        Instant startedAt,
        Instant heartbeatAt,
        boolean alive) {

    WorkerView {
        imageRoots = List.copyOf(imageRoots);
    }

    static WorkerView of(Workers.WorkerView worker) {
        return new WorkerView(
                worker.id(),
                worker.name(),
                worker.pool(),
                worker.host(),
                worker.concurrentRuns(),
                worker.imageRoots(),
                worker.startedAt(),
                worker.heartbeatAt(),
                worker.alive());
    }
}
