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

    /// The state, where `p` is the machine's row of `machine_protection` and `n` that of [#NEWEST], if any.
    static final String STATE = """
            case
                when p.machine_id is null then 'uncovered'
                when n.at is null then 'never'
                when p.due_at < now() then 'late'
                else 'protected'
            end""";

    private final JdbcClient jdbc;

    Protections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<UUID, Protection> of(Collection<UUID> machines) {
        Map<UUID, Protection> protections = new HashMap<>();
        jdbc.sql("""
                        select m.id, %s state, p.objective_seconds,
                               case when p.objective_seconds is null then n.at else p.newest_at end newest,
                               now() moment
                        from unnest(:machines) m(id)
                        left join machine_protection p on p.machine_id = m.id and p.machine_id = any(:machines)
                        left join (select machine_id, max(created_at) at from newest_points
                                   where machine_id = any(:machines) group by machine_id) n on n.machine_id = m.id""".formatted(STATE))
                .param("machines", machines.toArray(UUID[]::new))
                .query(row -> {
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
