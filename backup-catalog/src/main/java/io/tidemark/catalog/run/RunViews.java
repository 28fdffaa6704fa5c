package io.tidemark.catalog.run;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Runs for screens, straight from SQL.
@Component
public class RunViews {
    private static final String SELECT = """
            select r.*, p.name policy_name,
                   case when r.waiting_for in ('window', 'time') and r.begins_at <= now() then null else r.waiting_for end waits_for,
                   (select x.id from runs x
                    where x.retry_of = coalesce(r.retry_of, r.id) and x.retry_number = r.retry_number + 1) retried_by
            from runs r left join policies p on p.id = r.policy_id
            """;

    private static final ListOrders<RunView> ORDERS =
            new ListOrders<>("runs", "r.id", RunView::id, "-createdAt").byTie("createdAt");

    /// Ids are ordered by time, so that times are found by the index of ids. The clock that an id was made by may have
    /// been
    /// another than the one of the run's creation.
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final JdbcClient jdbc;

    RunViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One run.
    ///
    /// @throws NotFound when there is no such run
    public RunView get(RunId id) {
        return complete(jdbc.sql(SELECT + "where r.id = ?")
                        .param(id.id())
                        .query(RunRows::run)
                        .list())
                .stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("run", id.id()));
    }

    /// Runs, newest first unless told otherwise; they are sorted by `createdAt`.
    public Page<RunView> page(RunFilter filter, PageRequest request) {
        return page(filter, Bounds.NONE, request);
    }

    /// The same, of runs of machines within bounds alone.
    public Page<RunView> page(RunFilter filter, Bounds bounds, PageRequest request) {
        Page<RunView> page = new ListQuery<>(jdbc, ORDERS, SELECT)
                .within(bounds, "r.machine_id")
                .where("r.machine_id = :machine", "machine", filter.machine())
                .where("r.repository_id = :repository", "repository", filter.repository())
                .where("r.policy_id = :policy", "policy", filter.policy())
                .where("r.pool = :pool", "pool", filter.pool())
                .whereIs(
                        "r.state",
                        filter.state() == null ? null : filter.state().word())
                .whereIs("r.kind", filter.kind() == null ? null : filter.kind().word())
                .whereIs(
                        "r.started_by",
                        filter.trigger() == null ? null : filter.trigger().word())
                .where("r.retry_of = :line or r.id = :line", "line", filter.retryOf())
                .where("r.created_at >= :from", "from", filter.from())
                .where("r.id >= :firstId", "firstId", id(filter.from(), SLACK.negated()))
                .where("r.created_at < :to", "to", filter.to())
                .where("r.id < :lastId", "lastId", id(filter.to(), SLACK))
                .page(request, RunRows::run);
        return new Page<>(complete(page.items()), page.nextCursor());
    }

    /// The smallest id that could have been given so much after an instant.
    private static @Nullable UUID id(@Nullable Instant instant, Duration later) {
        if (instant == null) {
            return null;
        }
        long millis = Math.clamp(instant.plus(later).toEpochMilli(), 0, (1L << 48) - 1);
        return new UUID(millis << 16, 0);
    }

    /// Runs that changed in the last moments by the clock of the database, oldest change first. Who follows runs asks
    /// with a span somewhat longer than the time between two questions, because a change is stamped before it is
    /// committed, and leaves out what it has seen.
    public List<RunView> changedWithin(Duration span, int limit) {
        return complete(jdbc.sql(SELECT + """
                        where r.updated_at > now() - make_interval(secs => :span) order by r.updated_at limit :limit""")
                .param("span", span.toMillis() / 1000.0)
                .param("limit", limit)
                .query(RunRows::run)
                .list());
    }

    /// Lines of the log after a sequence number.
    ///
    /// @throws NotFound when there is no such run
    public RunLogView log(RunId id, long after, @Nullable Integer limit) {
        List<RunLogView.Line> lines = jdbc.sql("""
                        select seq, at, level, message from run_log where run_id = :run and seq > :after order by seq limit :limit""")
                .param("run", id.id())
                .param("after", after)
                .param("limit", Page.limit(limit))
                .query((row, n) -> new RunLogView.Line(
                        row.getLong("seq"),
                        row.getTimestamp("at").toInstant(),
                        LogLevel.of(row.getString("level")),
                        row.getString("message")))
                .list();
        if (lines.isEmpty()) {
            get(id);
        }
        return new RunLogView(lines, lines.isEmpty() ? after : lines.getLast().seq());
    }

    /// What a retention run decided of each point of its machine, in the order in which it judged them.
    ///
    /// @param after position of the last one seen, -1 for the first page
    /// @throws NotFound when there is no such run
    public List<PointVerdict> verdicts(RunId id, int after, @Nullable Integer limit) {
        List<PointVerdict> verdicts = jdbc.sql("""
                        select * from run_verdicts where run_id = :run and position > :after order by position limit :limit""")
                .param("run", id.id())
                .param("after", after)
                .param("limit", Page.limit(limit))
                .query((row, n) -> new PointVerdict(
                        row.getInt("position"),
                        row.getObject("point_id", UUID.class),
                        row.getTimestamp("created_at").toInstant(),
                        row.getBoolean("keep"),
                        row.getString("reason")))
                .list();
        if (verdicts.isEmpty()) {
            get(id);
        }
        return verdicts;
    }

    /// Adds steps and disks with one query each for the whole list.
    private List<RunView> complete(List<RunView> runs) {
        if (runs.isEmpty()) {
            return runs;
        }
        UUID[] ids = runs.stream().map(RunView::id).toArray(UUID[]::new);
        Map<UUID, List<RunView.Step>> steps = new HashMap<>();
        jdbc.sql("select * from run_steps where run_id = any(?) order by run_id, position")
                .param(ids)
                .query(row -> {
                    steps.computeIfAbsent(row.getObject("run_id", UUID.class), id -> new ArrayList<>())
                            .add(RunRows.step(row));
                });
        Map<UUID, List<RunView.Disk>> disks = new HashMap<>();
        jdbc.sql("select * from run_disks where run_id = any(?) order by run_id, position")
                .param(ids)
                .query(row -> {
                    disks.computeIfAbsent(row.getObject("run_id", UUID.class), id -> new ArrayList<>())
                            .add(RunRows.disk(row));
                });
        return runs.stream()
                .map(run -> run.with(steps.getOrDefault(run.id(), List.of()), disks.getOrDefault(run.id(), List.of())))
                .toList();
    }
}
