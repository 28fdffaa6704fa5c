package io.tidemark.catalog.machine;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.policy.LabelRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Machines for screens, straight from SQL.
@Component
public class MachineViews {
    private static final String SELECT = "select m.*, " + Protections.LAST_POINT + " last_point_at, "
            + Protections.COLUMNS + " from machines m join machine_protection p on p.machine_id = m.id";

    private static final ListOrders<Row> ORDERS = new ListOrders<>("machines", "m.id", Row::id, "name")
            .byText("name", "m.name", Row::name)
            .byTime("createdAt", "m.created_at", Row::createdAt)
            .byTime("lastPoint", "p.last_point_at", Row::lastPointAt);

    private final JdbcClient jdbc;
    private final LabelRows labels;
    private final Newest newest;

    MachineViews(JdbcClient jdbc, LabelRows labels, Newest newest) {
        this.jdbc = jdbc;
        this.labels = labels;
        this.newest = newest;
    }

    /// One machine.
    ///
    /// @throws NotFound when there is no such machine
    public MachineView get(MachineId id) {
        List<Row> rows = jdbc.sql(SELECT + " where m.id = ?")
                .param(id.id())
                .query(MachineViews::row)
                .list();
        return complete(rows).stream().findFirst().orElseThrow(() -> new NotFound("machine", id.id()));
    }

    /// Machines by name unless told otherwise; they can be sorted by `name`, `createdAt` and `lastPoint`.
    public Page<MachineView> page(MachineFilter filter, PageRequest request) {
        return page(filter, Bounds.NONE, request);
    }

    /// The same, of machines within bounds alone.
    public Page<MachineView> page(MachineFilter filter, Bounds bounds, PageRequest request) {
        ListQuery<Row> query = new ListQuery<>(jdbc, ORDERS, SELECT)
                .whereGathered(bounds.condition("m.id"), bounds.parameters())
                .where("m.pool = :pool", "pool", filter.pool())
                .whereContains("m.name", filter.name())
                .where(
                        "m.id in (select machine_id from policy_coverage where policy_id = :policy)",
                        "policy",
                        filter.policy());
        if (filter.protection() != null) {
            query.where(Protections.condition(filter.protection()), Map.of());
        }
        for (int label = 0; label < filter.labels().size(); label++) {
            Map.Entry<String, String> wanted = filter.labels().get(label);
            query.whereGathered(
                    "m.id in (select machine_id from machine_labels where key = :key%d and value = :value%d)"
                            .formatted(label, label),
                    Map.of("key" + label, wanted.getKey(), "value" + label, wanted.getValue()));
        }
        Page<Row> page = query.page(request, MachineViews::row);
        return new Page<>(complete(page.items()), page.nextCursor());
    }

    private List<MachineView> complete(List<Row> machines) {
        if (machines.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = machines.stream().map(Row::id).toList();
        Map<UUID, List<MachineView.DiskView>> disks = new HashMap<>();
        jdbc.sql("select * from disks where machine_id = any(?) order by machine_id, position")
                .param(ids.toArray(UUID[]::new))
                .query(row -> {
                    disks.computeIfAbsent(row.getObject("machine_id", UUID.class), id -> new ArrayList<>())
                            .add(new MachineView.DiskView(
                                    row.getObject("id", UUID.class),
                                    row.getString("name"),
                                    row.getString("image_path")));
                });
        Map<UUID, Labels> ofMachines = labels.ofMachines(ids);
        Map<UUID, MachineView.LastPoint> lastPoints = newest.points(ids);
        Map<UUID, MachineView.LastRun> lastRuns = newest.runs(ids);
        return machines.stream()
                .map(machine -> new MachineView(
                        machine.id(),
                        machine.name(),
                        machine.pool(),
                        disks.getOrDefault(machine.id(), List.of()),
                        ofMachines.getOrDefault(machine.id(), Labels.NONE),
                        machine.protection(),
                        machine.createdAt(),
                        lastPoints.get(machine.id()),
                        lastRuns.get(machine.id()),
                        machine.version()))
                .toList();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Timestamp lastPoint = row.getTimestamp("last_point_at");
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("pool"),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("version"),
                lastPoint == null ? null : lastPoint.toInstant(),
                Protections.row(row));
    }

    private record Row(
            UUID id,
            String name,
            String pool,
            Instant createdAt,
            long version,
            @Nullable Instant lastPointAt,
            Protection protection) {}
}
