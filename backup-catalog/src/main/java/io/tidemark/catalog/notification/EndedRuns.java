package io.tidemark.catalog.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The runs that the trigger has noted.
@Component
class EndedRuns {
    private static final String DONE = "('succeeded', 'warning', 'failed', 'lost')";

    private final JdbcClient jdbc;

    EndedRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Takes the oldest out, for as long as the transaction lasts; what another server is at is passed
    /// over.
    List<UUID> take(int atMost) {
        return jdbc.sql("""
                        delete from ended_runs where run_id in (
                            select run_id from ended_runs order by ended_at limit ? for update skip locked)
                        returning run_id""")
                .param(atMost)
                .query((row, n) -> row.getObject("run_id", UUID.class))
                .list();
    }

    /// What is known of a run that ended.
    EndedRun get(UUID id) {
        Row row = jdbc.sql("""
                        select r.*, p.name policy_name from runs r left join policies p on p.id = r.policy_id
                        where r.id = ?""").param(id).query(EndedRuns::row).single();
        boolean done = row.state().equals("succeeded") || row.state().equals("warning");
        return row.ended(done && failedBefore(row), labels(row.machineId()));
    }

    private Map<String, String> labels(@Nullable UUID machine) {
        return jdbc
                .sql("select key, value from machine_labels where machine_id = ?")
                .param(machine)
                .query((row, n) -> Map.entry(row.getString("key"), row.getString("value")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean failedBefore(Row row) {
        String same =
                row.machineId() == null ? "repository_id = :subject and machine_id is null" : "machine_id = :subject";
        return jdbc.sql("select state in ('failed', 'lost') from runs where " + same + " and kind = :kind and id < :id"
                        + " and not dry_run and state in " + DONE + " order by id desc limit 1")
                .param("subject", row.machineId() == null ? row.repositoryId() : row.machineId())
                .param("kind", row.kind())
                .param("id", row.id())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Timestamp started = row.getTimestamp("started_at");
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("state"),
                row.getObject("machine_id", UUID.class),
                row.getString("machine_name"),
                row.getObject("repository_id", UUID.class),
                row.getString("repository_name"),
                row.getObject("policy_id", UUID.class),
                row.getString("policy_name"),
                row.getString("worker"),
                row.getObject("point_id", UUID.class),
                started == null ? null : started.toInstant(),
                row.getTimestamp("finished_at").toInstant(),
                row.getString("error_code"),
                row.getString("error_message"));
    }

    private record Row(
            UUID id,
            String kind,
            String state,
            @Nullable UUID machineId,
            @Nullable String machineName,
            @Nullable UUID repositoryId,
            String repositoryName,
            @Nullable UUID policyId,
            @Nullable String policyName,
            @Nullable String worker,
            @Nullable UUID point,
            @Nullable Instant startedAt,
            Instant finishedAt,
            @Nullable String errorCode,
            @Nullable String errorMessage) {
        EndedRun ended(boolean recovered, Map<String, String> labels) {
            return new EndedRun(
                    id,
                    kind,
                    state,
                    recovered,
                    machineId,
                    machineName,
                    labels,
                    repositoryId,
                    repositoryName,
                    policyId,
                    policyName,
                    worker,
                    point,
                    startedAt,
                    finishedAt,
                    errorCode,
                    errorMessage);
        }
    }
}
