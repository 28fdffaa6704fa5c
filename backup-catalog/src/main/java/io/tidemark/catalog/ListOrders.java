package io.tidemark.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The orders in which a list can be read: each by one column, and by what is different for each item where that is
/// the same.
///
/// @param list  what the list is called, in small letters: its cursors are of no other list
/// @param tie   tells items apart, and says which comes first where all else is the same
/// @param usual how the list is ordered unless told, for example `-createdAt`
public record ListOrders<T>(String list, Tie<T> tie, String usual, List<Key<T>> keys) {
    public ListOrders {
        keys = List.copyOf(keys);
    }

    /// A list of things with an id.
    ///
    /// @param idColumn as the query names it
    /// @param id       of an item
    public ListOrders(String list, String idColumn, Function<T, UUID> id, String usual) {
        this(list, new Tie<>(idColumn, id, UUID::fromString), usual, List.of());
    }

    /// A list of things that have a name, or a path, of their own in place of an id.
    public static <T> ListOrders<T> ofNamed(String list, String column, Function<T, String> name, String usual) {
        return new ListOrders<>(list, new Tie<>(column, name, Function.identity()), usual, List.of());
    }

    /// A list of things that are numbered.
    public static <T> ListOrders<T> ofNumbered(String list, String column, Function<T, Long> number, String usual) {
        return new ListOrders<>(list, new Tie<>(column, number, Long::valueOf), usual, List.of());
    }

    /// Orders by a text, such as a name.
    public ListOrders<T> byText(String name, String column, Function<T, String> value) {
        return and(new Key.Text<>(name, column, "%s", value));
    }

    /// Orders by a text in which case makes no difference.
    public ListOrders<T> byTextInAnyCase(String name, String column, Function<T, String> value) {
        return and(new Key.Text<>(name, "lower(" + column + ")", "lower(%s)", value));
    }

    /// Orders by a number.
    public ListOrders<T> byNumber(String name, String column, Function<T, Long> value) {
        return and(new Key.Whole<>(name, column, value));
    }

    /// Orders by a time; the expression gives `'-infinity'` where the value is null.
    public ListOrders<T> byTime(String name, String column, Function<T, @Nullable Instant> value) {
        return and(new Key.Time<>(name, column, Key.NEVER, value));
    }

    /// Orders by a time that may never come; the expression gives `'infinity'` where the value is null.
    public ListOrders<T> byEnd(String name, String column, Function<T, @Nullable Instant> value) {
        return and(new Key.Time<>(name, column, Key.FOR_EVER, value));
    }

    /// Orders by what tells items apart: a name, or an id or a number that was given in the order in which things were
    /// created.
    public ListOrders<T> byTie(String name) {
        return and(new Key.OfTie<>(name));
    }

    private ListOrders<T> and(Key<T> key) {
        List<Key<T>> more = new ArrayList<>(keys);
        more.add(key);
        return new ListOrders<>(list, tie, usual, more);
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

    /// What is different for each item of a list.
    ///
    /// @param column as the query names it
    /// @param parse  reads what was written by `toString`; fails with an [IllegalArgumentException]
    public record Tie<T>(String column, Function<T, ?> value, Function<String, ?> parse) {}

    /// What a list is ordered by.
    sealed interface Key<T> {
        String NEVER = "-infinity";
        String FOR_EVER = "infinity";

        String name();

        /// By a text.
        ///
        /// @param made how the column's value is made of `value`, for which `%s` stands
        record Text<T>(String name, String column, String made, Function<T, String> value) implements Key<T> {}

        record Whole<T>(String name, String column, Function<T, Long> value) implements Key<T> {}

        /// By a time.
        ///
        /// @param absent what stands for null, in the query as in cursors
        record Time<T>(String name, String column, String absent, Function<T, @Nullable Instant> value)
                implements Key<T> {}

        record OfTie<T>(String name) implements Key<T> {}
    }
}
