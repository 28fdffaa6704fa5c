package io.tidemark.catalog.machine;

import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.policy.LabelRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The machines that are out of an objective: an enabled policy covers them, says how old their newest point in its
/// repository may be, and it is older, or there is none.
@Component
public class OutOfObjective {
    private final JdbcClient jdbc;
    private final LabelRows labels;

    OutOfObjective(JdbcClient jdbc, LabelRows labels) {
        this.jdbc = jdbc;
        this.labels = labels;
    }

    /// All of them by name, as of now.
    public List<LateMachine> machines() {
        List<LateMachine> late = jdbc.sql("""
                        select m.id, m.name, p.objective_seconds, p.newest_at
                        from machine_protection p join machines m on m.id = p.machine_id
                        where p.due_at < now() order by m.name""").query(OutOfObjective::row).list();
        Map<UUID, Labels> own = labels.ofMachines(
                late.stream().map(machine -> machine.id().id()).toList());
        return late.stream()
                .map(machine -> new LateMachine(
                        machine.id(),
                        machine.name(),
                        own.getOrDefault(machine.id().id(), Labels.NONE),
                        machine.objective(),
                        machine.newestPoint()))
                .toList();
    }

    private static LateMachine row(ResultSet row, int number) throws SQLException {
        Timestamp newest = row.getTimestamp("newest_at");
        return new LateMachine(
                new MachineId(row.getObject("id", UUID.class)),
                row.getString("name"),
                Labels.NONE,
                Duration.ofSeconds(row.getLong("objective_seconds")),
                newest == null ? null : newest.toInstant());
    }

    /// One machine that is out of an objective.
    ///
    /// @param objective   how old its newest point may be; of several missed ones the one missed for longest
    /// @param newestPoint when its newest point in the repository of that objective's policy was made;
    ///                    null where there is none
    public record LateMachine(
            MachineId id,
            String name,
            Labels labels,
            Duration objective,
            @Nullable Instant newestPoint) {}
}
