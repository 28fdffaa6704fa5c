package io.tidemark.catalog.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// How well machines are protected, by the clock of the database.
@Component
class Protections {
    /// The newest point of each machine in any repository.
    static final String NEWEST = "(select machine_id, max(created_at) at from newest_points group by machine_id)";

    private static final String COVERED = """
            m.id in (select c.machine_id from policy_coverage c join policies p on p.id = c.policy_id where p.enabled)""";

    private static final String WITH_POINTS = "m.id in (select machine_id from newest_points)";

    private static final String LATE = """
            m.id in (select c.machine_id
                     from policy_coverage c
                     join policies p on p.id = c.policy_id
                     left join newest_points n on n.machine_id = c.machine_id and n.repository_id = p.repository_id
                     where p.enabled and p.objective_seconds is not null
                       and (n.created_at is null or n.created_at < now() - make_interval(secs => p.objective_seconds)))""";

    private final JdbcClient jdbc;

    Protections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The condition that machines `m` are in a state. All machines are looked at together: that is much faster than
    /// one by one.
    static String condition(ProtectionState state) {
        return switch (state) {
            case PROTECTED -> COVERED + " and " + WITH_POINTS + " and not " + LATE;
            case LATE -> WITH_POINTS + " and " + LATE;
            case NEVER -> COVERED + " and not " + WITH_POINTS;
            case UNCOVERED -> "not " + COVERED;
        };
    }

    /// Of some machines; here it is faster to look at them one by one.
    Map<UUID, Protection> of(Collection<UUID> machines) {
        Map<UUID, Protection> protections = new HashMap<>();
        jdbc.sql("""
                        select m.id, p.objective_seconds,
                               case when p.objective_seconds is null then n.at else p.newest_at end newest,
                               now() moment,
                               case
                                   when p.due_at is null then 'uncovered'
                                   when n.at is null then 'never'
                                   when p.due_at < now() then 'late'
                                   else 'protected'
                               end state
                        from unnest(:machines) m(id)
                        left join lateral (select max(created_at) at from newest_points where machine_id = m.id) n on true
                        left join lateral (
                            select y.objective_seconds, x.created_at newest_at,
                                   case
                                       when y.objective_seconds is null then 'infinity'
                                       when x.created_at is null then '-infinity'
                                       else x.created_at + make_interval(secs => y.objective_seconds)
                                   end due_at
                            from policy_coverage c
                            join policies y on y.id = c.policy_id and y.enabled
                            left join newest_points x on x.machine_id = c.machine_id and x.repository_id = y.repository_id
                            where c.machine_id = m.id
                            order by due_at, y.objective_seconds nulls last limit 1
                        ) p on true""").param("machines", machines.toArray(UUID[]::new)).query(row -> {
            protections.put(row.getObject("id", UUID.class), protection(row));
        });
        return protections;
    }

    private static Protection protection(ResultSet row) throws SQLException {
        Instant newest = instant(row.getTimestamp("newest"));
        long objective = row.getLong("objective_seconds");
        boolean without = row.wasNull();
        Instant moment = row.getTimestamp("moment").toInstant();
        return new Protection(
                ProtectionState.of(row.getString("state")),
                newest,
                newest == null ? null : Duration.between(newest, moment),
                without ? null : Duration.ofSeconds(objective));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
