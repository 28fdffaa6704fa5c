/// What this worker does with a run: take it up, do the work with the engine, report, record the outcome.
///
/// Start at [io.tidemark.worker.run.ExecuteRuns]. Each kind of run is a [io.tidemark.worker.run.RunWork]; what
/// the engine tells while it works goes to the catalog through [io.tidemark.worker.run.RunReporter]. The
/// catalog's database may be away for a while: work goes on, and reports follow when it is back.
@NullMarked
package io.tidemark.worker.run;

import org.jspecify.annotations.NullMarked;
