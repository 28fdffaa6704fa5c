package io.tidemark.api.machine;

import io.tidemark.catalog.PageRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Which policies are asked about.
///
/// @param covered  true: only those that cover the machine; false: only those that do not
/// @param sort  `name`, or `-name` for the last one first
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record CoverageQuery(
        @Nullable Boolean covered,
        @Nullable @Size(max = 40) String sort,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    PageRequest page() {
        return new PageRequest(sort, cursor, limit);
    }
}
