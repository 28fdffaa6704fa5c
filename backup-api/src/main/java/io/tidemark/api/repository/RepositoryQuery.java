package io.tidemark.api.repository;

import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.repository.RepositoryFilter;
import io.tidemark.catalog.repository.RepositoryState;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Which repositories are asked for.
///
/// @param name  only repositories whose name contains this, in whatever case
/// @param state  only repositories in this state
/// @param sort  `name` or `createdAt`, with a minus before it for the largest first; `name` when absent
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record RepositoryQuery(
        @Nullable
        @Size(min = 1, max = 100)
        @Pattern(regexp = "[^\\p{Cntrl}]*", message = "must have no control characters")
        String name,

        @Nullable RepositoryState state,
        @Nullable @Size(max = 40) String sort,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    RepositoryFilter filter() {
        return new RepositoryFilter(name, state);
    }

    PageRequest page() {
        return new PageRequest(sort, cursor, limit);
    }
}
