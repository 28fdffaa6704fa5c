package io.tidemark.api.page;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items  the page's items, in the list's order
/// @param nextCursor  pass it as `cursor` to get the page after this one; null on the last page
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    public static <S, T> Page<T> of(io.tidemark.catalog.Page<S> page, Function<? super S, ? extends T> view) {
        return new Page<>(page.items().stream().<T>map(view).toList(), page.nextCursor());
    }
}
