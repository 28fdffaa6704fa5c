/// Quartz on the catalog's PostgreSQL: one clustered scheduler for each pool, named as the pool.
///
/// Start at [io.tidemark.catalog.schedule.PoolSchedulers]. The API hands work to schedulers that never start and have
/// no threads; a worker starts its own of the same name and executes [io.tidemark.catalog.schedule.ExecuteRun] and
/// [io.tidemark.catalog.schedule.FirePolicy], which carry ids only and delegate to the two interfaces of this
/// package. Depends on no other package of the catalog but its root.
@NullMarked
package io.tidemark.catalog.schedule;

import org.jspecify.annotations.NullMarked;
