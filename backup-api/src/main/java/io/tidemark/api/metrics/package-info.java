/// The server's metrics for Prometheus: its own, those of the worker in the same process, and what the catalog knows
/// of all machines and pools. Start at `FleetMeters`. Depends on the catalog's fleet.
@NullMarked
package io.tidemark.api.metrics;

import org.jspecify.annotations.NullMarked;
