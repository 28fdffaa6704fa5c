package io.tidemark.api.repository;

import io.tidemark.api.audit.Audited;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.run.RunOrder;
import org.jspecify.annotations.Nullable;

/// A request to delete now what no point of a repository needs any more.
///
/// @param dryRun  only tell what would be deleted; false when absent
@Audited
record StartCollection(@Nullable Boolean dryRun) {
    RunOrder order(RepositoryEntryId repository) {
        return new RunOrder.Collection(repository, Boolean.TRUE.equals(dryRun));
    }
}
