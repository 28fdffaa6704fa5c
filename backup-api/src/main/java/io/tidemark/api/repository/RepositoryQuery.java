package io.tidemark.api.repository;

import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.repository.RepositoryFilter;
import io.tidemark.catalog.repository.RepositoryState;
import org.jspecify.annotations.Nullable;

/// Which repositories are asked for.
///
/// @param name  only repositories whose name contains this, in whatever case
/// @param state  only repositories in this state
record RepositoryQuery(
        @Nullable @PartOfName String name, @Nullable RepositoryState state) {

    RepositoryFilter filter() {
        return new RepositoryFilter(name, state);
    }
}
