package io.tidemark.catalog.run;

import io.tidemark.catalog.RequestedMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of the tables of runs as [RunView] has them.
final class RunRows {
    private RunRows() {}

    /// A row of [RunViews], without steps and disks.
    static RunView run(ResultSet row, int number) throws SQLException {
        String machine = row.getString("machine_name");
        UUID policy = row.getObject("policy_id", UUID.class);
        String mode = row.getString("requested_mode");
        String target = row.getString("restore_target");
        String error = row.getString("error_code");
        return new RunView(
                row.getObject("id", UUID.class),
                RunKind.of(row.getString("kind")),
                RunState.of(row.getString("state")),
                machine == null ? null : new RunView.Named(row.getObject("machine_id", UUID.class), machine),
                new RunView.Named(row.getObject("repository_id", UUID.class), row.getString("repository_name")),
                policy == null ? null : new RunView.Named(policy, row.getString("policy_name")),
                RunTrigger.of(row.getString("started_by")),
                mode == null ? null : RequestedMode.of(mode),
                row.getObject("point_id", UUID.class),
                target == null
                        ? null
                        : new RunView.Restore(
                                row.getString("restore_disk"),
                                target,
                                RestoreFormat.of(row.getString("restore_format"))),
                row.getBoolean("dry_run"),
                row.getString("worker"),
                row.getInt("attempt"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getTimestamp("cancel_requested_at") != null,
                waiting(row),
                new RunView.Line(
                        row.getObject("retry_of", UUID.class),
                        row.getInt("retry_number"),
                        row.getObject("retried_by", UUID.class)),
                List.of(),
                new RunView.Progress(
                        row.getLong("total_bytes"),
                        row.getLong("found_bytes"),
                        row.getLong("read_bytes"),
                        row.getLong("stored_bytes"),
                        row.getLong("uploaded_bytes")),
                pace(row),
                List.of(),
                cost(row),
                error == null ? null : new RunView.Problem(error, row.getString("error_message")));
    }

    private static RunView.@Nullable Waiting waiting(ResultSet row) throws SQLException {
        if (RunState.of(row.getString("state")) != RunState.QUEUED) {
            return null;
        }
        String what = row.getString("waits_for");
        if (what == null) {
            return new RunView.Waiting(WaitingFor.WORKER, null);
        }
        return new RunView.Waiting(WaitingFor.of(what), instant(row, "begins_at"));
    }

    private static RunView.@Nullable Pace pace(ResultSet row) throws SQLException {
        long bytesPerSecond = row.getLong("bytes_per_second");
        boolean known = !row.wasNull() && RunState.of(row.getString("state")) == RunState.RUNNING;
        return known ? new RunView.Pace(bytesPerSecond, instant(row, "estimated_end")) : null;
    }

    private static RunView.@Nullable Cost cost(ResultSet row) throws SQLException {
        long requests = row.getLong("store_requests");
        return row.wasNull()
                ? null
                : new RunView.Cost(requests, row.getLong("store_bytes_up"), row.getLong("store_bytes_down"));
    }

    static RunView.Step step(ResultSet row) throws SQLException {
        return new RunView.Step(
                row.getString("name"),
                StepState.of(row.getString("state")),
                row.getTimestamp("started_at").toInstant(),
                instant(row, "finished_at"));
    }

    static RunView.Disk disk(ResultSet row) throws SQLException {
        return new RunView.Disk(
                row.getString("disk"),
                DiskMode.of(row.getString("mode")),
                RequestedMode.of(row.getString("requested_mode")),
                row.getString("reason"),
                row.getObject("base_point", UUID.class),
                row.getLong("virtual_bytes"),
                row.getLong("changed_bytes"),
                row.getLong("read_bytes"),
                row.getLong("new_chunks"),
                row.getLong("stored_bytes"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
