/// Pools and their workers.
///
/// A pool is the workers that see the same disks; its name is the name of its Quartz scheduler. Start at
/// [io.tidemark.catalog.pool.Workers], where a worker registers and shows that it lives, and at
/// [io.tidemark.catalog.pool.Pools]. All of it is plain SQL: these rows are written every few seconds. Depends on the
/// root package only.
@NullMarked
package io.tidemark.catalog.pool;

import org.jspecify.annotations.NullMarked;
