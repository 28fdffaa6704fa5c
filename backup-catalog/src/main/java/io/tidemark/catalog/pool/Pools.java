package io.tidemark.catalog.pool;

import io.tidemark.catalog.InvalidRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All pools.
@Component
public class Pools {
    /// The pool that is always there.
    public static final String DEFAULT = "default";

    private final JdbcClient jdbc;

    Pools(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A pool comes into being when its first worker registers.
    void add(String pool) {
        jdbc.sql("insert into pools (name) values (?) on conflict do nothing")
                .param(pool)
                .update();
    }

    /// Refuses the name of a pool that does not exist.
    ///
    /// @throws InvalidRequest `pool-missing`
    public void require(String pool) {
        if (!names().contains(pool)) {
            throw new InvalidRequest(
                    "pool-missing",
                    "There is no pool \"" + pool + "\". Pools: " + String.join(", ", names())
                            + ". A new one appears when a worker with tidemark.worker.pool=" + pool + " starts.");
        }
    }

    public List<String> names() {
        return jdbc.sql("select name from pools order by name")
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// The pool for work that any worker can do, such as opening a repository: one whose workers live, `default`
    /// first.
    public String anyForRepositories() {
        return jdbc.sql("""
                        select p.name from pools p
                        order by (select max(heartbeat_at) from workers w where w.pool = p.name) > now() - interval '12 seconds' desc nulls last,
                                 p.name = 'default' desc, p.name
                        limit 1""").query(String.class).single();
    }

    public List<PoolView> views() {
        return jdbc.sql("""
                        select p.name, p.created_at,
                               (select count(*) from workers w where w.pool = p.name and w.heartbeat_at > now() - interval '12 seconds') workers,
                               (select count(*) from machines m where m.pool = p.name) machines,
                               (select count(*) from runs r where r.pool = p.name and r.state = 'queued') queued,
                               (select count(*) from runs r where r.pool = p.name and r.state = 'running') running
                        from pools p order by p.name""")
                .query((row, n) -> new PoolView(
                        row.getString("name"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getInt("workers"),
                        row.getInt("machines"),
                        row.getInt("queued"),
                        row.getInt("running")))
                .list();
    }

    /// A pool as screens show it.
    ///
    /// @param workers how many of its workers live
    /// @param queued  runs that wait for a worker
    public record PoolView(String name, Instant createdAt, int workers, int machines, int queued, int running) {}
}
