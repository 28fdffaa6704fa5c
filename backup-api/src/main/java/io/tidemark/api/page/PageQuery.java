package io.tidemark.api.page;

import io.tidemark.catalog.PageRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Which page of a list is asked for, and in which order: what every list takes besides its own filters.
///
/// @param sort  what the list is ordered by, with a minus before it for the largest first
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
public record PageQuery(
        @Nullable @Size(max = 40) String sort,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = PageQuery.LONGEST_CURSOR) String cursor) {
    /// A cursor has the path of an image in it at most, in base 64.
    private static final int LONGEST_CURSOR = 6_000;

    public PageRequest request() {
        return new PageRequest(sort, cursor, limit);
    }
}
