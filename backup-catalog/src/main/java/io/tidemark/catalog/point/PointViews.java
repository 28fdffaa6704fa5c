package io.tidemark.catalog.point;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.run.DiskMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Points for screens, straight from SQL.
@Component
public class PointViews {
    private static final String SELECT = """
            select p.*, r.name repository_name from points p join repositories r on r.id = p.repository_id
            """;

    private static final ListOrders<PointView> ORDERS = new ListOrders<>("points", "p.id", PointView::id, "-createdAt")
            .byTime("createdAt", "p.created_at", PointView::createdAt);

    private final JdbcClient jdbc;

    PointViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One point.
    ///
    /// @throws NotFound when the catalog does not know the point
    public PointView get(UUID id) {
        return complete(jdbc.sql(SELECT + "where p.id = ?")
                        .param(id)
                        .query(PointViews::row)
                        .list())
                .stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("point", id));
    }

    /// Points, newest first unless told otherwise; they are sorted by `createdAt`.
    public Page<PointView> page(PointFilter filter, PageRequest request) {
        return page(filter, Bounds.NONE, request);
    }

    /// The same, of points of machines within bounds alone.
    public Page<PointView> page(PointFilter filter, Bounds bounds, PageRequest request) {
        Page<PointView> page = new ListQuery<>(jdbc, ORDERS, SELECT)
                .within(bounds, "p.machine_id")
                .where("p.machine_id = :machine", "machine", filter.machine())
                .where("p.repository_id = :repository", "repository", filter.repository())
                .where("p.created_at >= :from", "from", filter.from())
                .where("p.created_at < :to", "to", filter.to())
                .page(request, PointViews::row);
        return new Page<>(complete(page.items()), page.nextCursor());
    }

    private List<PointView> complete(List<PointView> points) {
        if (points.isEmpty()) {
            return points;
        }
        Map<UUID, List<PointView.Disk>> disks = new HashMap<>();
        jdbc.sql("select * from point_disks where point_id = any(?) order by point_id, position")
                .param(points.stream().map(PointView::id).toArray(UUID[]::new))
                .query(row -> {
                    disks.computeIfAbsent(row.getObject("point_id", UUID.class), id -> new ArrayList<>())
                            .add(disk(row));
                });
        return points.stream()
                .map(point -> new PointView(
                        point.id(),
                        point.machine(),
                        point.repository(),
                        point.createdAt(),
                        disks.getOrDefault(point.id(), List.of()),
                        point.run()))
                .toList();
    }

    private static PointView row(ResultSet row, int number) throws SQLException {
        return new PointView(
                row.getObject("id", UUID.class),
                new PointView.Named(row.getObject("machine_id", UUID.class), row.getString("machine_name")),
                new PointView.Named(row.getObject("repository_id", UUID.class), row.getString("repository_name")),
                row.getTimestamp("created_at").toInstant(),
                List.of(),
                row.getObject("run_id", UUID.class));
    }

    private static PointView.Disk disk(ResultSet row) throws SQLException {
        return new PointView.Disk(
                row.getString("name"),
                DiskMode.of(row.getString("mode")),
                row.getString("reason"),
                row.getObject("base_point", UUID.class),
                row.getLong("virtual_bytes"),
                row.getLong("changed_bytes"),
                row.getLong("stored_bytes"));
    }
}
