package io.tidemark.catalog.repository;

import org.jspecify.annotations.Nullable;

/// Which repositories a list shows; null means all.
///
/// @param name repositories whose name contains it, in whatever case
public record RepositoryFilter(
        @Nullable String name, @Nullable RepositoryState state) {
    public static final RepositoryFilter ALL = new RepositoryFilter(null, null);
}
