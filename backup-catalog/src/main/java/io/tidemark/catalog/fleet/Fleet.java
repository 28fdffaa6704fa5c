package io.tidemark.catalog.fleet;

import io.tidemark.catalog.SignsOfLife;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All machines and pools at a glance. Each question is one query that reads an index entry for each machine, or the
/// active runs alone, however many runs and points there are.
@Component
public class Fleet {
    private final JdbcClient jdbc;
    private final SignsOfLife signs;

    Fleet(JdbcClient jdbc, SignsOfLife signs) {
        this.signs = signs;
        this.jdbc = jdbc;
    }

    /// Every machine, in no particular order.
    public List<MachineAge> machines() {
        return jdbc.sql("""
                        select m.name, m.pool,
                               (select p.created_at from points p where p.machine_id = m.id order by p.created_at desc limit 1) last_point_at
                        from machines m""")
                .query((row, n) -> {
                    Timestamp last = row.getTimestamp("last_point_at");
                    return new MachineAge(
                            row.getString("name"), row.getString("pool"), last == null ? null : last.toInstant());
                })
                .list();
    }

    /// Every pool.
    public List<PoolLoad> pools() {
        return jdbc.sql("""
                        with lost as materialized (
                            select pool, count(*) n from runs
                            where state = 'lost' and finished_at > now() - interval '1 day' group by pool)
                        select p.name, coalesce((select l.n from lost l where l.pool = p.name), 0) lost,
                               count(r.id) filter (where r.state = 'queued') queued,
                               count(r.id) filter (where r.state = 'running') running,
                               min(r.created_at) filter (where r.state = 'queued') waiting_since,
                               (select count(*) from workers w where w.pool = p.name
                                and w.heartbeat_at > now() - make_interval(secs => :stale)) workers
                        from pools p left join runs r on r.pool = p.name and r.state in ('queued', 'running')
                        group by p.name""")
                .param("stale", SignsOfLife.seconds(signs.deadAfter()))
                .query((row, n) -> {
                    Timestamp since = row.getTimestamp("waiting_since");
                    return new PoolLoad(
                            row.getString("name"),
                            row.getLong("queued"),
                            row.getLong("running"),
                            since == null ? null : since.toInstant(),
                            row.getLong("workers"),
                            row.getLong("lost"));
                })
                .list();
    }
}
