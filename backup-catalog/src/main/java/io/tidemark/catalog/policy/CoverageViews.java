package io.tidemark.catalog.policy;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.policy.CoverageView.How;
import io.tidemark.catalog.policy.CoverageView.Reason;
import io.tidemark.catalog.policy.CoverageView.WhyNot;
import io.tidemark.catalog.schedule.CronSchedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which policies cover a machine and which do not, for screens, straight from SQL.
@Component
public class CoverageViews {
    private static final String SELECT = """
            select p.id, p.name, p.enabled, p.cron, p.time_zone, p.objective_seconds, c.how, n.created_at newest_at,
                   coalesce(n.created_at, '-infinity') + make_interval(secs => p.objective_seconds) < now() late
            from policies p
            left join (select policy_id, how from policy_coverage where machine_id = :machine) c on c.policy_id = p.id
            left join newest_points n on n.machine_id = :machine and n.repository_id = p.repository_id""";

    private static final ListOrders<CoverageView> ORDERS = new ListOrders<>(
                    "coverage", "p.id", CoverageView::policy, "name")
            .byText("name", "p.name", CoverageView::policyName);

    private final JdbcClient jdbc;
    private final LabelRows labels;
    private final NextFireTimes fireTimes;

    CoverageViews(JdbcClient jdbc, LabelRows labels, NextFireTimes fireTimes) {
        this.jdbc = jdbc;
        this.labels = labels;
        this.fireTimes = fireTimes;
    }

    /// All policies, by name.
    ///
    /// @param covered only those that cover the machine, or only those that do not; null for both
    /// @throws NotFound when there is no such machine
    public Page<CoverageView> page(MachineId machine, @Nullable Boolean covered, PageRequest request) {
        if (jdbc.sql("select 1 from machines where id = ?")
                .param(machine.id())
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw new NotFound("machine", machine.id());
        }
        Page<CoverageView> page = new ListQuery<>(jdbc, ORDERS, SELECT)
                .given("machine", machine.id())
                .where("(p.enabled and c.how is not null) = :covered", "covered", covered)
                .page(request, this::row);
        List<UUID> policies = page.items().stream().map(CoverageView::policy).toList();
        Map<UUID, Labels> selectors = labels.ofPolicies(policies);
        Labels own = labels.ofMachines(List.of(machine.id())).getOrDefault(machine.id(), Labels.NONE);
        return new Page<>(
                page.items().stream()
                        .map(view -> explained(view, selectors.getOrDefault(view.policy(), Labels.NONE), own))
                        .toList(),
                page.nextCursor());
    }

    private static CoverageView explained(CoverageView view, Labels selector, Labels own) {
        List<WhyNot> whyNot = new ArrayList<>();
        if (!view.enabled()) {
            whyNot.add(WhyNot.of(Reason.DISABLED));
        }
        if (view.how() == null) {
            whyNot.add(WhyNot.of(Reason.NOT_NAMED));
            selector.values().forEach((key, wanted) -> {
                String found = own.values().get(key);
                if (!wanted.equals(found)) {
                    Reason reason = found == null ? Reason.LABEL_MISSING : Reason.LABEL_DIFFERS;
                    whyNot.add(new WhyNot(reason, key, wanted, found));
                }
            });
        }
        return new CoverageView(
                view.policy(),
                view.policyName(),
                view.enabled(),
                view.how(),
                view.nextFireTimes(),
                view.objective(),
                view.newestPoint(),
                view.late() && view.covered(),
                whyNot);
    }

    private CoverageView row(ResultSet row, int number) throws SQLException {
        boolean enabled = row.getBoolean("enabled");
        CronSchedule schedule = CronSchedule.stored(row.getString("cron"), row.getString("time_zone"));
        List<Instant> next = enabled ? fireTimes.of(schedule) : List.of();
        String how = row.getString("how");
        long objective = row.getLong("objective_seconds");
        boolean without = row.wasNull();
        Timestamp newest = row.getTimestamp("newest_at");
        return new CoverageView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                enabled,
                how == null ? null : How.of(how),
                next,
                without ? null : Duration.ofSeconds(objective),
                newest == null ? null : newest.toInstant(),
                row.getBoolean("late"),
                List.of());
    }
}
