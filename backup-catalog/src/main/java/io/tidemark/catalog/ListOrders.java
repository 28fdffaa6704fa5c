package io.tidemark.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The orders in which a list can be read: each by one column, and by the id where that is the same.
///
/// @param idColumn as the query names it
/// @param id       of an item
/// @param usual    how the list is ordered unless told, for example `-createdAt`
public record ListOrders<T>(String idColumn, Function<T, UUID> id, String usual, List<Key<T>> keys) {
    public ListOrders {
        keys = List.copyOf(keys);
    }

    public ListOrders(String idColumn, Function<T, UUID> id, String usual) {
        this(idColumn, id, usual, List.of());
    }

    /// Orders by a text, such as a name.
    public ListOrders<T> byText(String name, String column, Function<T, String> value) {
        return and(new Key.Text<>(name, column, value));
    }

    /// Orders by a time; the expression gives `'-infinity'` where the value is null.
    public ListOrders<T> byTime(String name, String column, Function<T, @Nullable Instant> value) {
        return and(new Key.Time<>(name, column, value));
    }

    /// Orders by the id, which was given in the order in which things were created.
    public ListOrders<T> byId(String name) {
        return and(new Key.Id<>(name));
    }

    private ListOrders<T> and(Key<T> key) {
        List<Key<T>> more = new ArrayList<>(keys);
        more.add(key);
        return new ListOrders<>(idColumn, id, usual, more);
    }

    /// The key that a caller sorts by.
    ///
    /// @param sort with or without a minus
    /// @throws InvalidRequest `sort-invalid`
    Key<T> key(String sort) {
        String name = sort.startsWith("-") ? sort.substring(1) : sort;
        return keys.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(
                        "sort-invalid",
                        "This list cannot be sorted by \"" + sort + "\". It can be by "
                                + String.join(", ", keys.stream().map(Key::name).toList())
                                + ", each with a minus before it to turn the order around."));
    }

    /// What a list is ordered by.
    sealed interface Key<T> {
        String name();

        record Text<T>(String name, String column, Function<T, String> value) implements Key<T> {}

        record Time<T>(String name, String column, Function<T, @Nullable Instant> value) implements Key<T> {}

        record Id<T>(String name) implements Key<T> {}
    }
}
