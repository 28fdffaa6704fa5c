package io.tidemark.catalog.policy;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.MissedRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Policies for screens, straight from SQL.
@Component
public class PolicyViews {
    private static final String SELECT = """
            select p.*, r.name repository_name from policies p join repositories r on r.id = p.repository_id
            """;

    private static final ListOrders<PolicyView> ORDERS = new ListOrders<>("policies", "p.id", PolicyView::id, "name")
            .byText("name", "p.name", PolicyView::name)
            .byTime("createdAt", "p.created_at", PolicyView::createdAt);

    private final JdbcClient jdbc;
    private final LabelRows labels;
    private final NextFireTimes fireTimes;

    PolicyViews(JdbcClient jdbc, LabelRows labels, NextFireTimes fireTimes) {
        this.jdbc = jdbc;
        this.labels = labels;
        this.fireTimes = fireTimes;
    }

    /// One policy.
    ///
    /// @throws NotFound when there is no such policy
    public PolicyView get(PolicyId id) {
        List<PolicyView> rows = jdbc.sql(SELECT + "where p.id = ?")
                .param(id.id())
                .query(this::row)
                .list();
        return complete(rows).stream().findFirst().orElseThrow(() -> new NotFound("policy", id.id()));
    }

    /// Policies by name unless told otherwise; they can be sorted by `name` and `createdAt`.
    public Page<PolicyView> page(PolicyFilter filter, PageRequest request) {
        Page<PolicyView> page = new ListQuery<>(jdbc, ORDERS, SELECT)
                .where("p.enabled = :enabled", "enabled", filter.enabled())
                .where("p.repository_id = :repository", "repository", filter.repository())
                .whereContains("p.name", filter.name())
                .page(request, this::row);
        return new Page<>(complete(page.items()), page.nextCursor());
    }

    /// The name of another policy, enabled or not, that backs up the same machine into the same repository and keeps
    /// other points of it: by other rules, by none, or in another time zone.
    public Optional<String> keepingOtherwise(PolicyId policy, MachineId machine) {
        return jdbc.sql("""
                        select o.name
                        from policies p
                        join policies o on o.repository_id = p.repository_id and o.id <> p.id
                        join policy_coverage c on c.policy_id = o.id and c.machine_id = :machine
                        where p.id = :policy
                          and row (o.time_zone, o.keep_last, o.keep_hourly, o.keep_daily, o.keep_weekly, o.keep_monthly,
                                   o.keep_yearly, o.keep_within)
                              is distinct from
                              row (p.time_zone, p.keep_last, p.keep_hourly, p.keep_daily, p.keep_weekly, p.keep_monthly,
                                   p.keep_yearly, p.keep_within)
                        order by o.name limit 1""")
                .param("policy", policy.id())
                .param("machine", machine.id())
                .query(String.class)
                .optional();
    }

    /// Whether the policy, enabled or not, covers the machine.
    public boolean covers(PolicyId policy, MachineId machine) {
        return jdbc.sql("select exists (select from policy_coverage where policy_id = ? and machine_id = ?)")
                .params(policy.id(), machine.id())
                .query(Boolean.class)
                .single();
    }

    private List<PolicyView> complete(List<PolicyView> policies) {
        Map<UUID, List<PolicyView.Named>> machines = new HashMap<>();
        jdbc.sql("""
                        select pm.policy_id, m.id, m.name from policy_machines pm join machines m on m.id = pm.machine_id
                        where pm.policy_id = any(?) order by pm.policy_id, m.name""")
                .param(policies.stream().map(PolicyView::id).toArray(UUID[]::new))
                .query(row -> {
                    machines.computeIfAbsent(row.getObject("policy_id", UUID.class), id -> new ArrayList<>())
                            .add(new PolicyView.Named(row.getObject("id", UUID.class), row.getString("name")));
                });
        Map<UUID, Labels> selectors =
                labels.ofPolicies(policies.stream().map(PolicyView::id).toList());
        return policies.stream()
                .map(policy -> new PolicyView(
                        policy.id(),
                        policy.name(),
                        policy.repository(),
                        policy.cron(),
                        policy.timeZone(),
                        policy.start(),
                        policy.mode(),
                        machines.getOrDefault(policy.id(), List.of()),
                        selectors.getOrDefault(policy.id(), Labels.NONE),
                        policy.objective(),
                        policy.retention(),
                        policy.retry(),
                        policy.caps(),
                        policy.verification(),
                        policy.collection(),
                        policy.enabled(),
                        policy.createdAt(),
                        policy.nextFireTimes(),
                        policy.version()))
                .toList();
    }

    private PolicyView row(ResultSet row, int number) throws SQLException {
        CronSchedule schedule = CronSchedule.stored(row.getString("cron"), row.getString("time_zone"));
        boolean enabled = row.getBoolean("enabled");
        List<Instant> next = enabled ? fireTimes.of(schedule) : List.of();
        return new PolicyView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                new PolicyView.Named(row.getObject("repository_id", UUID.class), row.getString("repository_name")),
                schedule.expression(),
                schedule.zone().getId(),
                start(row),
                RequestedMode.of(row.getString("mode")),
                List.of(),
                Labels.NONE,
                objective(row),
                retention(row),
                new RetryTerms(row.getInt("retry_attempts"), row.getInt("retry_first_delay_seconds")),
                new StoreCaps(row.getInt("requests_per_second"), row.getLong("bytes_per_second")),
                verification(row),
                schedule(row, "collection_cron"),
                enabled,
                row.getTimestamp("created_at").toInstant(),
                next,
                row.getLong("version"));
    }

    private static @Nullable Duration objective(ResultSet row) throws SQLException {
        long seconds = row.getLong("objective_seconds");
        return row.wasNull() ? null : Duration.ofSeconds(seconds);
    }

    private static StartTerms start(ResultSet row) throws SQLException {
        return new StartTerms(
                row.getInt("jitter_seconds"),
                MissedRun.of(row.getString("missed")),
                row.getObject("window_from", LocalTime.class),
                row.getObject("window_to", LocalTime.class));
    }

    private static RetentionTerms retention(ResultSet row) throws SQLException {
        return new RetentionTerms(
                row.getInt("keep_last"),
                row.getInt("keep_hourly"),
                row.getInt("keep_daily"),
                row.getInt("keep_weekly"),
                row.getInt("keep_monthly"),
                row.getInt("keep_yearly"),
                row.getString("keep_within"));
    }

    private static @Nullable Verification verification(ResultSet row) throws SQLException {
        CronSchedule schedule = schedule(row, "verification_cron");
        return schedule == null ? null : new Verification(schedule, row.getInt("sample_percent"));
    }

    private static @Nullable CronSchedule schedule(ResultSet row, String column) throws SQLException {
        String cron = row.getString(column);
        return cron == null ? null : CronSchedule.stored(cron, row.getString("time_zone"));
    }
}
