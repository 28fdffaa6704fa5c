package io.tidemark.catalog;

import org.jspecify.annotations.Nullable;

/// Which page of a list is wanted.
///
/// @param sort   what the list is ordered by, with a minus before it for the largest first; null for its usual order
/// @param cursor `nextCursor` of the page before, or null for the first
/// @param limit  the most items wanted, or null
public record PageRequest(
        @Nullable String sort,
        @Nullable String cursor,
        @Nullable Integer limit) {
    /// The first page in the usual order.
    public static final PageRequest FIRST = new PageRequest(null, null, null);
}
