/// Runs: one execution of work each, with state, steps, progress, log and outcome.
///
/// Start at [io.tidemark.catalog.run.Run], whose verbs are the only way from state to state, and at
/// [io.tidemark.catalog.run.RunQueue], which lets runs begin and stops them. What a worker reports while it works
/// goes through [io.tidemark.catalog.run.RunReports] in plain SQL; screens read [io.tidemark.catalog.run.RunViews].
@NullMarked
package io.tidemark.catalog.run;

import org.jspecify.annotations.NullMarked;
