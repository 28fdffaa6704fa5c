/// What can be wrong with a repository itself, as opposed to the store it lies on.
///
/// Start at [RepositoryException]: one sealed tree, each kind with a stable code that is the same in exit
/// codes, problem details and the dashboard. Failures of the store (unreachable, denied, full) are
/// [StoreException][io.tidemark.repository.store.StoreException]s and pass through unchanged.
@NullMarked
package io.tidemark.repository.error;

import org.jspecify.annotations.NullMarked;
