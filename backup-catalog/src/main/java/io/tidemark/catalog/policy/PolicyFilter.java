package io.tidemark.catalog.policy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which policies a list shows; null means all.
///
/// @param name policies whose name contains it, in whatever case
public record PolicyFilter(
        @Nullable Boolean enabled,
        @Nullable UUID repository,
        @Nullable String name) {
    public static final PolicyFilter ALL = new PolicyFilter(null, null, null);
}
