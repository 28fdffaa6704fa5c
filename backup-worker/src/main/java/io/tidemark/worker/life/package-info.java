/// How a worker lives: it registers under its name, shows every two seconds that it is there, runs the scheduler
/// of its pool and leaves in order.
///
/// Start at [io.tidemark.worker.life.WorkerLife]. May use the package of runs.
@NullMarked
package io.tidemark.worker.life;

import org.jspecify.annotations.NullMarked;
