package io.tidemark.catalog.machine;

import io.tidemark.catalog.Cursor;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.PointViews;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.RunViews;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private final JdbcClient jdbc;
    private final PointViews points;
    private final RunViews runs;

    MachineViews(JdbcClient jdbc, PointViews points, RunViews runs) {
        this.jdbc = jdbc;
        this.points = points;
        this.runs = runs;
    }

    /// One machine.
    ///
    /// @throws NotFound when there is no such machine
    public MachineView get(MachineId id) {
        List<MachineView> rows = jdbc.sql("select * from machines where id = ?")
                .param(id.id())
                .query(MachineViews::row)
                .list();
        return complete(rows).stream().findFirst().orElseThrow(() -> new NotFound("machine", id.id()));
    }

    /// Machines by name.
    public Page<MachineView> page(@Nullable String cursor, @Nullable Integer limit) {
        Cursor.AfterName after = Cursor.afterName(cursor);
        int size = Page.limit(limit);
        List<MachineView> rows = jdbc.sql("select * from machines where name > ? order by name limit ?")
                .params(after == null ? "" : after.name(), size + 1)
                .query(MachineViews::row)
                .list();
        Page<MachineView> page = Page.of(rows, size, machine -> new Cursor.AfterName(machine.name()));
        return new Page<>(complete(page.items()), page.nextCursor());
    }

    private List<MachineView> complete(List<MachineView> machines) {
        if (machines.isEmpty()) {
            return machines;
        }
        List<UUID> ids = machines.stream().map(MachineView::id).toList();
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
        Map<UUID, PointView> lastPoints = points.newestByMachine(ids);
        Map<UUID, RunView> lastRuns = runs.newestByMachine(ids);
        return machines.stream()
                .map(machine -> new MachineView(
                        machine.id(),
                        machine.name(),
                        machine.pool(),
                        disks.getOrDefault(machine.id(), List.of()),
                        machine.createdAt(),
                        lastPoints.get(machine.id()),
                        lastRuns.get(machine.id())))
                .toList();
    }

    private static MachineView row(ResultSet row, int number) throws SQLException {
        return new MachineView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("pool"),
                List.of(),
                row.getTimestamp("created_at").toInstant(),
                null,
                null);
    }
}
