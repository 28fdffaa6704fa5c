package io.tidemark.catalog;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items      in the order of the list; at most as many as were asked for
/// @param nextCursor where the next page starts, or null on the last one
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /// The largest page that is handed out, and how many items a page has unless told.
    public static final int MAXIMUM_LIMIT = 200;

    public static final int DEFAULT_LIMIT = 50;

    public Page {
        items = List.copyOf(items);
    }

    /// Cuts a page out of rows that were read one further than the limit: the row too many tells that there is a next
    /// page.
    static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    /// Brings a requested limit into the range 1 to [#MAXIMUM_LIMIT].
    public static int limit(@Nullable Integer requested) {
        return requested == null ? DEFAULT_LIMIT : Math.clamp(requested, 1, MAXIMUM_LIMIT);
    }
}
