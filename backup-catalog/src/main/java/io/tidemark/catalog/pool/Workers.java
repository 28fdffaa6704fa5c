package io.tidemark.catalog.pool;

import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.SignsOfLife;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All workers, living and dead. Life is told by heartbeats, measured by the clock of the database alone.
@Component
public class Workers {
    private static final String SELECT = """
            select w.*, w.heartbeat_at > now() - make_interval(secs => :stale) alive from workers w""";

    /// In the order of pools, the workers of each are in that of their names.
    private static final ListOrders<WorkerView> ORDERS = new ListOrders<>("workers", "w.id", WorkerView::id, "pool")
            .byText("pool", "w.pool || ' ' || w.name", worker -> worker.pool() + " " + worker.name())
            .byText("name", "w.name", WorkerView::name)
            .byTime("startedAt", "w.started_at", WorkerView::startedAt);

    private final JdbcClient jdbc;
    private final Pools pools;
    private final SignsOfLife signs;

    Workers(JdbcClient jdbc, Pools pools, SignsOfLife signs) {
        this.signs = signs;
        this.jdbc = jdbc;
        this.pools = pools;
    }

    /// Enters the worker, in place of a dead one of its name.
    ///
    /// @param predecessorGone whether the process that had the name on this host is known to have ended, so that
    ///                        nobody needs to wait for its heartbeat to grow old
    /// @return false when a living worker of the pool has that name
    @Transactional
    public boolean register(WorkerProcess worker, boolean predecessorGone) {
        pools.add(worker.pool());
        return jdbc.sql("""
                        insert into workers (id, pool, name, host, pid, concurrent_runs, image_roots, started_at, heartbeat_at)
                        values (:id, :pool, :name, :host, :pid, :runs, :roots, now(), now())
                        on conflict (pool, name) do update
                        set id = excluded.id, host = excluded.host, pid = excluded.pid, concurrent_runs = excluded.concurrent_runs,
                            image_roots = excluded.image_roots, started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at
                        where workers.heartbeat_at < now() - make_interval(secs => :stale) or (workers.host = :host and :gone)""")
                        .param("id", worker.id())
                        .param("pool", worker.pool())
                        .param("name", worker.name())
                        .param("host", worker.host())
                        .param("pid", worker.pid())
                        .param("runs", worker.concurrentRuns())
                        .param("roots", worker.imageRoots().toArray(String[]::new))
                        .param("stale", SignsOfLife.seconds(signs.silentAfter()))
                        .param("gone", predecessorGone)
                        .update()
                == 1;
    }

    /// The process that has the name now, or had it last.
    public List<WorkerView> named(String pool, String name) {
        return jdbc.sql(SELECT + " where w.pool = :pool and w.name = :name")
                .param("stale", SignsOfLife.seconds(signs.silentAfter()))
                .param("pool", pool)
                .param("name", name)
                .query(Workers::row)
                .list();
    }

    /// Shows that the worker lives.
    ///
    /// @return false when the row is gone or another process has it
    public boolean heartbeat(UUID id) {
        return jdbc.sql("update workers set heartbeat_at = now() where id = ?")
                        .param(id)
                        .update()
                == 1;
    }

    /// Whether the process has shown lately that it lives.
    public boolean alive(UUID id) {
        return heardWithin(id, signs.silentAfter());
    }

    /// Whether the process was silent so long that its runs may be given up.
    public boolean dead(UUID id) {
        return !heardWithin(id, signs.deadAfter());
    }

    private boolean heardWithin(UUID id, Duration most) {
        return jdbc.sql("select count(*) from workers where id = ? and heartbeat_at > now() - make_interval(secs => ?)")
                        .params(id, SignsOfLife.seconds(most))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// The worker ended in order.
    public void leave(UUID id) {
        jdbc.sql("delete from workers where id = ?").param(id).update();
    }

    /// Workers by pool and name unless told otherwise; they can be sorted by `pool`, `name` and `startedAt`.
    public Page<WorkerView> page(WorkerFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, SELECT)
                .given("stale", SignsOfLife.seconds(signs.silentAfter()))
                .where("w.pool = :pool", "pool", filter.pool())
                .whereContains("w.name", filter.name())
                .where("(w.heartbeat_at > now() - make_interval(secs => :stale)) = :alive", "alive", filter.alive())
                .page(request, Workers::row);
    }

    private static WorkerView row(ResultSet row, int number) throws SQLException {
        return new WorkerView(
                row.getObject("id", UUID.class),
                row.getString("pool"),
                row.getString("name"),
                row.getString("host"),
                row.getLong("pid"),
                row.getInt("concurrent_runs"),
                List.of((String[]) row.getArray("image_roots").getArray()),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("heartbeat_at").toInstant(),
                row.getBoolean("alive"));
    }

    /// One worker process.
    ///
    /// @param id new for each process
    public record WorkerProcess(
            UUID id, String pool, String name, String host, long pid, int concurrentRuns, List<String> imageRoots) {
        public WorkerProcess {
            imageRoots = List.copyOf(imageRoots);
        }
    }

    /// A worker as screens show it.
    public record WorkerView(
            UUID id,
            String pool,
            String name,
            String host,
            long pid,
            int concurrentRuns,
            List<String> imageRoots,
            Instant startedAt,
            Instant heartbeatAt,
            boolean alive) {
        public WorkerView {
            imageRoots = List.copyOf(imageRoots);
        }
    }
}
