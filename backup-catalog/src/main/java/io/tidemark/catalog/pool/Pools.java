package io.tidemark.catalog.pool;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All pools.
@Component
public class Pools {
    /// The pool that is always there.
    public static final String DEFAULT = "default";

    private static final String SELECT = """
            select p.name, p.created_at, p.concurrent_runs, p.version,
                   (select count(*) from workers w where w.pool = p.name and w.heartbeat_at > now() - interval '12 seconds') workers,
                   (select count(*) from machines m where m.pool = p.name) machines,
                   (select count(*) from runs r where r.pool = p.name and r.state = 'queued') queued,
                   (select count(*) from runs r where r.pool = p.name and r.state = 'running') running
            from pools p""";

    private static final ListOrders<PoolView> ORDERS = ListOrders.ofNamed("pools", "p.name", PoolView::name, "name")
            .byTie("name")
            .byTime("createdAt", "p.created_at", PoolView::createdAt);

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

    /// Changes how many runs of a pool may work at a time. Runs at work go on; those that wait begin within
    /// seconds where there is room now.
    ///
    /// @param concurrentRuns  0 for as many as the workers take
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @throws NotFound when there is no such pool
    /// @throws Conflict `precondition-failed`
    @Transactional
    public void limit(String pool, int concurrentRuns, @Nullable Long expectedVersion) {
        long version = jdbc.sql("select version from pools where name = ? for no key update")
                .param(pool)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new NotFound("pool", pool));
        if (expectedVersion != null && expectedVersion != version) {
            throw new Conflict(
                    "precondition-failed",
                    "Pool \"" + pool + "\" was changed by somebody else. Read it again and repeat the change.");
        }
        jdbc.sql("update pools set concurrent_runs = ?, version = version + 1 where name = ?")
                .params(concurrentRuns, pool)
                .update();
    }

    /// One pool.
    ///
    /// @throws NotFound when there is no such pool
    public PoolView view(String pool) {
        return jdbc.sql(SELECT + " where p.name = ?")
                .param(pool)
                .query(Pools::row)
                .optional()
                .orElseThrow(() -> new NotFound("pool", pool));
    }

    /// Pools by name unless told otherwise; they can be sorted by `name` and `createdAt`.
    ///
    /// @param name pools whose name contains it, in whatever case; null for all
    public Page<PoolView> page(@Nullable String name, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, SELECT)
                .whereContains("p.name", name)
                .page(request, Pools::row);
    }

    private static PoolView row(ResultSet row, int number) throws SQLException {
        return new PoolView(
                row.getString("name"),
                row.getTimestamp("created_at").toInstant(),
                row.getInt("workers"),
                row.getInt("machines"),
                row.getInt("queued"),
                row.getInt("running"),
                row.getInt("concurrent_runs"),
                row.getLong("version"));
    }

    /// A pool as screens show it.
    ///
    /// @param workers how many of its workers live
    /// @param queued  runs that wait, for whatever it is
    /// @param concurrentRuns how many runs may work at a time; 0 for as many as the workers take
    /// @param version grows with each change
    public record PoolView(
            String name,
            Instant createdAt,
            int workers,
            int machines,
            int queued,
            int running,
            int concurrentRuns,
            long version) {}
}
