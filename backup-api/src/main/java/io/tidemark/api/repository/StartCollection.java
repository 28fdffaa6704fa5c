package io.tidemark.api.repository;

import io.tidemark.api.audit.Audited;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.run.IfActive;
import io.tidemark.catalog.run.RunOrder;
import org.jspecify.annotations.Nullable;

/// A request to delete now what no point of a repository needs any more.
///
/// @param dryRun  only tell what would be deleted; false when absent
/// @param ifActive  what to do while a collection of the repository is queued or running already: `refuse`
/// (when absent), or `join`. A dry run never finds its place taken
@Audited
record StartCollection(@Nullable Boolean dryRun, @Nullable IfActive ifActive) {
    RunOrder order(RepositoryEntryId repository) {
        return new RunOrder.Collection(repository, Boolean.TRUE.equals(dryRun));
    }
}
