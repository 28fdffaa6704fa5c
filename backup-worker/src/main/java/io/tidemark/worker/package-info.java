/// Executes runs.
///
/// Start at [io.tidemark.worker.TidemarkWorker], a worker of its own, or at
/// [io.tidemark.worker.WorkerConfiguration], which makes any process with this module on its class path a worker.
/// Package `life` registers the worker and runs its scheduler; package `run` turns a run of the catalog into a
/// use case of the engine.
@NullMarked
package io.tidemark.worker;

import org.jspecify.annotations.NullMarked;
