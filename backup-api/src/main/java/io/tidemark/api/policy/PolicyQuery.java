package io.tidemark.api.policy;

import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.policy.PolicyFilter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which policies are asked for.
///
/// @param enabled  only policies that fire, or only those that do not
/// @param repository  only policies that back up into this repository
/// @param name  only policies whose name contains this, in whatever case
/// @param sort  `name` or `createdAt`, with a minus before it for the largest first; `name` when absent
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record PolicyQuery(
        @Nullable Boolean enabled,
        @Nullable UUID repository,

        @Nullable
        @Size(min = 1, max = 100)
        @Pattern(regexp = "[^\\p{Cntrl}]*", message = "must have no control characters")
        String name,

        @Nullable @Size(max = 40) String sort,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    PolicyFilter filter() {
        return new PolicyFilter(enabled, repository, name);
    }

    PageRequest page() {
        return new PageRequest(sort, cursor, limit);
    }
}
