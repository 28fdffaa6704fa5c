/// Repositories as the catalog knows them: where they are and whether a worker could open them.
///
/// Start at [io.tidemark.catalog.repository.RepositoryEntry] and the use cases
/// [io.tidemark.catalog.repository.AddRepository] and [io.tidemark.catalog.repository.RemoveRepository]. What a
/// repository holds is the business of the module backup-repository, never of this one. May use the package of runs.
@NullMarked
package io.tidemark.catalog.repository;

import org.jspecify.annotations.NullMarked;
