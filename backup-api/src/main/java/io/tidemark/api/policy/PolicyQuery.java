package io.tidemark.api.policy;

import io.tidemark.api.name.PartOfName;
import io.tidemark.catalog.policy.PolicyFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which policies are asked for.
///
/// @param enabled  only policies that fire, or only those that do not
/// @param repository  only policies that back up into this repository
/// @param name  only policies whose name contains this, in whatever case
record PolicyQuery(
        @Nullable Boolean enabled,
        @Nullable UUID repository,

        @Nullable @PartOfName String name) {

    PolicyFilter filter() {
        return new PolicyFilter(enabled, repository, name);
    }
}
