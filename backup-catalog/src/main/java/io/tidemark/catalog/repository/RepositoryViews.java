package io.tidemark.catalog.repository;

import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.RepositoryEntryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Repositories for screens, straight from SQL.
@Component
public class RepositoryViews {
    private static final String SELECT = """
            select r.*, (select x.id from runs x where x.repository_id = r.id and x.kind = 'connect' order by x.id desc limit 1) connect_run
            from repositories r
            """;

    private static final ListOrders<RepositoryView> ORDERS = new ListOrders<>(
                    "repositories", "r.id", RepositoryView::id, "name")
            .byText("name", "r.name", RepositoryView::name)
            .byTime("createdAt", "r.created_at", RepositoryView::createdAt);

    private final JdbcClient jdbc;

    RepositoryViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One repository.
    ///
    /// @throws NotFound when there is no such repository
    public RepositoryView get(RepositoryEntryId id) {
        return jdbc.sql(SELECT + "where r.id = ?")
                .param(id.id())
                .query(RepositoryViews::row)
                .optional()
                .orElseThrow(() -> new NotFound("repository", id.id()));
    }

    /// Repositories by name unless told otherwise; they can be sorted by `name` and `createdAt`.
    public Page<RepositoryView> page(RepositoryFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, SELECT)
                .whereContains("r.name", filter.name())
                .whereIs(
                        "r.state",
                        filter.state() == null ? null : filter.state().word())
                .page(request, RepositoryViews::row);
    }

    private static RepositoryView row(ResultSet row, int number) throws SQLException {
        return new RepositoryView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("location"),
                row.getString("endpoint"),
                row.getString("region"),
                row.getBoolean("sealed"),
                new RepositoryLimits(
                        row.getInt("requests_per_second"),
                        row.getLong("bytes_per_second"),
                        row.getInt("concurrent_runs")),
                RepositoryState.of(row.getString("state")),
                row.getObject("repository_uuid", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getObject("connect_run", UUID.class),
                row.getLong("version"));
    }
}
