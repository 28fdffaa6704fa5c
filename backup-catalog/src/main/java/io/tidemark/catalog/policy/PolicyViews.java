package io.tidemark.catalog.policy;

import io.tidemark.catalog.Cursor;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Policies for screens, straight from SQL.
@Component
public class PolicyViews {
    private static final int FIRE_TIMES = 5;

    private static final String SELECT = """
            select p.*, array(select machine_id from policy_machines m where m.policy_id = p.id order by machine_id) machines
            from policies p
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    PolicyViews(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// One policy.
    ///
    /// @throws NotFound when there is no such policy
    public PolicyView get(PolicyId id) {
        return jdbc.sql(SELECT + "where p.id = ?")
                .param(id.id())
                .query(this::row)
                .optional()
                .orElseThrow(() -> new NotFound("policy", id.id()));
    }

    /// Policies by name.
    public Page<PolicyView> page(@Nullable String cursor, @Nullable Integer limit) {
        Cursor.AfterName after = Cursor.afterName(cursor);
        int size = Page.limit(limit);
        List<PolicyView> rows = jdbc.sql(SELECT + "where p.name > ? order by p.name limit ?")
                .params(after == null ? "" : after.name(), size + 1)
                .query(this::row)
                .list();
        return Page.of(rows, size, policy -> new Cursor.AfterName(policy.name()));
    }

    private PolicyView row(ResultSet row, int number) throws SQLException {
        CronSchedule schedule = CronSchedule.stored(row.getString("cron"), row.getString("time_zone"));
        boolean enabled = row.getBoolean("enabled");
        List<Instant> next = enabled ? schedule.nextFireTimes(FIRE_TIMES, clock.instant()) : List.of();
        return new PolicyView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("repository_id", UUID.class),
                schedule.expression(),
                schedule.zone().getId(),
                RequestedMode.of(row.getString("mode")),
                List.of((UUID[]) row.getArray("machines").getArray()),
                enabled,
                row.getTimestamp("created_at").toInstant(),
                next,
                row.getLong("version"));
    }
}
