/// What those who watch the whole ask the catalog: how old each machine's newest point is, what waits in each pool,
/// how many workers live.
///
/// Start at [io.tidemark.catalog.fleet.Fleet]. Reads tables of all other packages, changes none.
@NullMarked
package io.tidemark.catalog.fleet;

import org.jspecify.annotations.NullMarked;
