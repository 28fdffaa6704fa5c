package io.tidemark.catalog;

import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A list that is filtered, ordered and read page by page. A page begins behind the last item of the page before,
/// found by the values the list is ordered by; so a page far behind costs what the first one does, and items that come
/// or go meanwhile move no other.
public final class ListQuery<T> {
    private static final int FEW_MACHINES = 50;
    private static final Pattern WORD = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Instant FIRST_YEAR =
            LocalDate.of(1, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final Instant LAST_YEAR =
            LocalDate.of(9999, 12, 31).atStartOfDay().toInstant(ZoneOffset.UTC);

    private final JdbcClient jdbc;
    private final ListOrders<T> orders;
    private final StringBuilder sql;
    private final Map<String, Object> values = new HashMap<>();

    /// @param select the columns and tables of the list, without conditions
    public ListQuery(JdbcClient jdbc, ListOrders<T> orders, String select) {
        this.jdbc = jdbc;
        this.orders = orders;
        this.sql = new StringBuilder(select).append(" where true");
    }

    /// Gives a value that the columns and tables refer to.
    public ListQuery<T> given(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /// Narrows the list where there is something to narrow it by.
    ///
    /// @param condition names the value as a parameter
    /// @param value     null leaves the condition out; an [Instant] is given as the database wants it
    public ListQuery<T> where(String condition, String name, @Nullable Object value) {
        return switch (value) {
            case null -> this;
            case Instant time -> where(condition, Map.of(name, Timestamp.from(time)));
            default -> where(condition, Map.of(name, value));
        };
    }

    /// Narrows the list to items whose text has another one in it, in whatever case.
    ///
    /// @param part null leaves the condition out
    public ListQuery<T> whereContains(String column, @Nullable String part) {
        return where("strpos(lower(" + column + "), lower(:part)) > 0", "part", part);
    }

    /// Narrows the list to what belongs to machines within bounds. Items of a few machines are gathered and then
    /// ordered; of many machines there is soon one among the next items of the whole list, which is in order
    /// already. The database cannot choose between both: it makes one plan for all bounds.
    ///
    /// @param machine the column with the machine's id
    public ListQuery<T> within(Bounds bounds, String machine) {
        if (bounds.isNone()) {
            return this;
        }
        List<UUID> few = jdbc.sql("select m.id from machines m where " + bounds.condition("m.id") + " limit :limit")
                .params(bounds.parameters())
                .param("limit", FEW_MACHINES + 1)
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
        return few.size() <= FEW_MACHINES
                ? where(machine + " = any(:machines)", Map.of("machines", few.toArray(UUID[]::new)))
                : whereGathered(bounds.condition(machine), bounds.parameters());
    }

    /// Narrows the list to items whose column is in the answer of another query. The database gathers that answer
    /// once and goes through the list in its order, where it would otherwise look up each item, or gather all that
    /// match and sort them: a plan that does for any label.
    ///
    /// @param condition one or more of `column in (select …)` with named parameters
    public ListQuery<T> whereGathered(String condition, Map<String, ?> parameters) {
        return where("(" + condition + ") is true", parameters);
    }

    /// Narrows the list to one word of a closed set, such as a state. It stands in the query itself: as a
    /// parameter it would get the plan of an average word, which for a rare one reads most of the table.
    ///
    /// @param word lower-case letters and hyphens; null leaves the condition out
    public ListQuery<T> whereIs(String column, @Nullable String word) {
        if (word == null) {
            return this;
        }
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("\"" + word + "\" is not of a closed set");
        }
        return where(column + " = '" + word + "'", Map.of());
    }

    /// Narrows the list by a condition with any number of parameters.
    public ListQuery<T> where(String condition, Map<String, ?> parameters) {
        sql.append(" and (").append(condition).append(')');
        values.putAll(parameters);
        return this;
    }

    /// One page.
    ///
    /// @throws InvalidRequest `sort-invalid`, or `cursor-invalid` for a cursor of another list or another order
    public Page<T> page(PageRequest request, RowMapper<T> row) {
        String sort = request.sort() == null ? orders.usual() : request.sort();
        ListOrders.Key<T> key = orders.key(sort);
        Cursor cursor = Cursor.decode(request.cursor(), orders.list(), sort);
        if (cursor != null) {
            begin(key, cursor, sort.startsWith("-") ? " < " : " > ");
        }
        String direction = sort.startsWith("-") ? " desc" : "";
        sql.append(" order by ");
        String column = column(key);
        if (column != null) {
            sql.append(column).append(direction).append(", ");
        }
        sql.append(orders.tie().column()).append(direction).append(" limit :limit");
        int size = Page.limit(request.limit());
        values.put("limit", size + 1);
        List<T> rows = jdbc.sql(sql.toString()).params(values).query(row).list();
        return Page.of(rows, size, item -> new Cursor(orders.list(), sort, tie(item), value(key, item)).encoded());
    }

    private void begin(ListOrders.Key<T> key, Cursor cursor, String behind) {
        String tie = orders.tie().column();
        values.put("behindTie", tie(cursor));
        switch (key) {
            case ListOrders.Key.OfTie<T> same -> where(tie + behind + ":behindTie", Map.of());
            case ListOrders.Key.Text<T> text ->
                begin(text.column(), tie, behind, text.made().formatted(":behind"), cursor.key());
            case ListOrders.Key.Whole<T> number -> begin(number.column(), tie, behind, ":behind", number(cursor));
            case ListOrders.Key.Time<T> time ->
                begin(time.column(), tie, behind, "cast(:behind as timestamptz)", time(cursor, time.absent()));
        }
    }

    private void begin(String column, String tie, String behind, String parameter, Object value) {
        where("(" + column + ", " + tie + ")" + behind + "(" + parameter + ", :behindTie)", "behind", value);
    }

    private static @Nullable String column(ListOrders.Key<?> key) {
        return switch (key) {
            case ListOrders.Key.OfTie<?> same -> null;
            case ListOrders.Key.Text<?> text -> text.column();
            case ListOrders.Key.Whole<?> number -> number.column();
            case ListOrders.Key.Time<?> time -> time.column();
        };
    }

    private String tie(T item) {
        return String.valueOf(orders.tie().value().apply(item));
    }

    private static <T> String value(ListOrders.Key<T> key, T item) {
        return switch (key) {
            case ListOrders.Key.OfTie<T> same -> "";
            case ListOrders.Key.Text<T> text -> text.value().apply(item);
            case ListOrders.Key.Whole<T> number -> String.valueOf(number.value().apply(item));
            case ListOrders.Key.Time<T> time -> {
                Instant value = time.value().apply(item);
                yield value == null ? time.absent() : value.toString();
            }
        };
    }

    /// What a cursor says comes from outside: what the database could not take is refused here, as below.
    private Object tie(Cursor cursor) {
        try {
            return orders.tie().parse().apply(cursor.tie());
        } catch (IllegalArgumentException malformed) {
            throw Cursor.invalid();
        }
    }

    private static Long number(Cursor cursor) {
        try {
            return Long.valueOf(cursor.key());
        } catch (NumberFormatException malformed) {
            throw Cursor.invalid();
        }
    }

    private static String time(Cursor cursor, String absent) {
        if (cursor.key().equals(absent)) {
            return absent;
        }
        try {
            Instant instant = Instant.parse(cursor.key());
            if (instant.isBefore(FIRST_YEAR) || instant.isAfter(LAST_YEAR)) {
                throw Cursor.invalid();
            }
            return instant.toString();
        } catch (DateTimeException malformed) {
            throw Cursor.invalid();
        }
    }
}
