package io.tidemark.catalog.machine;

import io.tidemark.catalog.machine.MachineView.LastPoint;
import io.tidemark.catalog.machine.MachineView.LastRun;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What happened last to machines: just enough for their lists, one query each for all of a page.
@Component
class Newest {
    private final JdbcClient jdbc;

    Newest(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The newest point of each machine that has one.
    Map<UUID, LastPoint> points(Collection<UUID> machines) {
        Map<UUID, LastPoint> newest = new HashMap<>();
        jdbc.sql("""
                        select m.id machine_id, p.id, p.created_at, p.repository_id, r.name repository_name,
                               array(select d.mode from point_disks d where d.point_id = p.id) modes
                        from unnest(:machines) m(id)
                        cross join lateral (select id, created_at, repository_id from points x where x.machine_id = m.id
                                            order by x.created_at desc, x.id desc limit 1) p
                        join repositories r on r.id = p.repository_id""").param("machines", machines.toArray(UUID[]::new)).query(row -> {
            newest.put(row.getObject("machine_id", UUID.class), point(row));
        });
        return newest;
    }

    /// The newest run of each machine that has one.
    Map<UUID, LastRun> runs(Collection<UUID> machines) {
        Map<UUID, LastRun> newest = new HashMap<>();
        jdbc.sql("""
                        select r.machine_id, r.id, r.kind, r.state, r.created_at, r.finished_at, r.error_code, r.error_message
                        from unnest(:machines) m(id)
                        cross join lateral (select * from runs x where x.machine_id = m.id order by x.id desc limit 1) r""").param("machines", machines.toArray(UUID[]::new)).query(row -> {
            newest.put(row.getObject("machine_id", UUID.class), run(row));
        });
        return newest;
    }

    private static LastPoint point(ResultSet row) throws SQLException {
        String[] modes = (String[]) row.getArray("modes").getArray();
        return new LastPoint(
                row.getObject("id", UUID.class),
                row.getObject("repository_id", UUID.class),
                row.getString("repository_name"),
                row.getTimestamp("created_at").toInstant(),
                Arrays.stream(modes).distinct().sorted().map(DiskMode::of).toList());
    }

    private static LastRun run(ResultSet row) throws SQLException {
        String error = row.getString("error_code");
        Timestamp finished = row.getTimestamp("finished_at");
        return new LastRun(
                row.getObject("id", UUID.class),
                RunKind.of(row.getString("kind")),
                RunState.of(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                error == null ? null : new RunView.Problem(error, row.getString("error_message")));
    }
}
