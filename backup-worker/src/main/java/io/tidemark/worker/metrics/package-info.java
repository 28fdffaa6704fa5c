/// What a worker tells those who watch it: how long its runs take and how they end, the bytes they move, what they
/// ask of stores.
///
/// Start at [io.tidemark.worker.metrics.RunMeters]. [io.tidemark.worker.metrics.MetricsPort] offers the meters of a
/// worker alone to Prometheus; those of a worker inside a server appear among the server's. May use the catalog's
/// runs.
@NullMarked
package io.tidemark.worker.metrics;

import org.jspecify.annotations.NullMarked;
