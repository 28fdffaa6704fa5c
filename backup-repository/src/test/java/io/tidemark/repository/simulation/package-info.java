/// The proof of `docs/repository-safety.md` by trial: writers, readers, deletions and collections on one store, one
/// call at a time, in an order that a seed decides. Start at [CollectionSimulationTest].
@NullMarked
package io.tidemark.repository.simulation;

import org.jspecify.annotations.NullMarked;
