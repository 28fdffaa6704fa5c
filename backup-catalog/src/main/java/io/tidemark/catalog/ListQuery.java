package io.tidemark.catalog;

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
    private static final String NEVER = "-infinity";
    private static final int FEW_MACHINES = 50;
    private static final Pattern WORD = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Instant FIRST_YEAR =
            LocalDate.of(1, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final Instant LAST_YEAR =
            LocalDate.of(9999, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

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

    /// Narrows the list where there is something to narrow it by.
    ///
    /// @param condition names the value as a parameter
    /// @param value     null leaves the condition out
    public ListQuery<T> where(String condition, String name, @Nullable Object value) {
        return value == null ? this : where(condition, Map.of(name, value));
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
                : where("(" + bounds.condition(machine) + ") is true", bounds.parameters());
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
        Cursor.At at = Cursor.at(request.cursor(), sort);
        boolean descending = sort.startsWith("-");
        String direction = descending ? " desc" : "";
        if (at != null) {
            String behind = descending ? " < " : " > ";
            values.put("behindId", at.id());
            switch (key) {
                case ListOrders.Key.Id<T> id -> where(orders.idColumn() + behind + ":behindId", Map.of());
                case ListOrders.Key.Text<T> text ->
                    where(
                            "(" + text.column() + ", " + orders.idColumn() + ")" + behind + "(:behind, :behindId)",
                            "behind",
                            text(at.key()));
                case ListOrders.Key.Time<T> time ->
                    where(
                            "(" + time.column() + ", " + orders.idColumn() + ")" + behind
                                    + "(cast(:behind as timestamptz), :behindId)",
                            "behind",
                            time(at.key()));
            }
        }
        switch (key) {
            case ListOrders.Key.Id<T> id -> sql.append(" order by ");
            case ListOrders.Key.Text<T> text -> orderBy(text.column(), direction);
            case ListOrders.Key.Time<T> time -> orderBy(time.column(), direction);
        }
        sql.append(orders.idColumn()).append(direction).append(" limit :limit");
        int size = Page.limit(request.limit());
        values.put("limit", size + 1);
        List<T> rows = jdbc.sql(sql.toString()).params(values).query(row).list();
        return Page.of(rows, size, item -> new Cursor.At(sort, value(key, item), id(item)));
    }

    private void orderBy(String column, String direction) {
        sql.append(" order by ").append(column).append(direction).append(", ");
    }

    private UUID id(T item) {
        return orders.id().apply(item);
    }

    private static <T> String value(ListOrders.Key<T> key, T item) {
        return switch (key) {
            case ListOrders.Key.Id<T> id -> "";
            case ListOrders.Key.Text<T> text -> text.value().apply(item);
            case ListOrders.Key.Time<T> time -> {
                Instant value = time.value().apply(item);
                yield value == null ? NEVER : value.toString();
            }
        };
    }

    /// What the cursor says comes from outside: what the database could not take is refused here.
    private static String text(String key) {
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw Cursor.invalid();
        }
        return key;
    }

    private static String time(String key) {
        if (key.equals(NEVER)) {
            return key;
        }
        try {
            Instant instant = Instant.parse(key);
            if (instant.isBefore(FIRST_YEAR) || instant.isAfter(LAST_YEAR)) {
                throw Cursor.invalid();
            }
            return instant.toString();
        } catch (DateTimeException malformed) {
            throw Cursor.invalid();
        }
    }
}
