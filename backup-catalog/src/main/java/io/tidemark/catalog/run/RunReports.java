package io.tidemark.catalog.run;

import io.tidemark.catalog.RunId;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What a worker writes about a run while it works, in plain SQL: these are the rows that change twice a second.
@Component
@Transactional
public class RunReports {
    private static final int MAXIMUM_MESSAGE = 4000;

    private final JdbcClient jdbc;

    RunReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes how far the run is and learns whether to go on.
    ///
    /// @param worker the process that reports
    public Directive progress(RunId run, UUID worker, RunView.Progress progress, RunView.Pace pace) {
        return jdbc.sql("""
                        update runs set total_bytes = :total, found_bytes = :found, read_bytes = :read, stored_bytes = :stored,
                                        uploaded_bytes = :uploaded, bytes_per_second = :rate, estimated_end = :end
                        where id = :run and worker_id = :worker and state = 'running'
                        returning cancel_requested_at is not null""")
                .param("run", run.id())
                .param("worker", worker)
                .param("total", progress.totalBytes())
                .param("found", progress.foundBytes())
                .param("read", progress.readBytes())
                .param("stored", progress.storedBytes())
                .param("uploaded", progress.uploadedBytes())
                .param("rate", pace.bytesPerSecond())
                .param("end", pace.end() == null ? null : Timestamp.from(pace.end()), Types.TIMESTAMP)
                .query((row, n) -> row.getBoolean(1) ? Directive.CANCEL : Directive.GO_ON)
                .optional()
                .orElse(Directive.ABANDON);
    }

    /// Learns whether to go on, when there is nothing new to write.
    @Transactional(readOnly = true)
    public Directive directive(RunId run, UUID worker) {
        return jdbc.sql("""
                        select cancel_requested_at is not null from runs
                        where id = ? and worker_id = ? and state = 'running'""")
                .params(run.id(), worker)
                .query((row, n) -> row.getBoolean(1) ? Directive.CANCEL : Directive.GO_ON)
                .optional()
                .orElse(Directive.ABANDON);
    }

    /// A step begins; the one before it has succeeded.
    public void step(RunId run, String name, Instant at) {
        closeSteps(run, StepState.SUCCEEDED, at);
        jdbc.sql("""
                        insert into run_steps (run_id, position, name, state, started_at)
                        select :run, coalesce(max(position) + 1, 0), :name, 'running', :at from run_steps where run_id = :run""")
                .param("run", run.id())
                .param("name", name)
                .param("at", Timestamp.from(at))
                .update();
    }

    /// Ends the step that is under way, if there is one.
    void closeSteps(RunId run, StepState how, Instant at) {
        jdbc.sql(
                        "update run_steps set state = ?, finished_at = greatest(started_at, ?) where run_id = ? and state = 'running'")
                .params(how.word(), Timestamp.from(at), run.id())
                .update();
    }

    /// Adds a line to the log.
    public void log(RunId run, LogLevel level, String message, Instant at) {
        String bounded = message.length() <= MAXIMUM_MESSAGE ? message : message.substring(0, MAXIMUM_MESSAGE) + "…";
        jdbc.sql("""
                        insert into run_log (run_id, seq, at, level, message)
                        select :run, coalesce(max(seq), 0) + 1, :at, :level, :message from run_log where run_id = :run""")
                .param("run", run.id())
                .param("at", Timestamp.from(at))
                .param("level", level.word())
                .param("message", bounded.replace('\0', ' '))
                .update();
    }

    /// What a run asked of the store, in place of what was there.
    public void cost(RunId run, RunView.Cost cost) {
        jdbc.sql("""
                        update runs set store_requests = :requests, store_bytes_up = :up, store_bytes_down = :down
                        where id = :run""")
                .param("run", run.id())
                .param("requests", cost.requests())
                .param("up", cost.bytesUp())
                .param("down", cost.bytesDown())
                .update();
    }

    /// What a backup did with each disk, in place of what was there.
    public void disks(RunId run, List<RunView.Disk> disks) {
        jdbc.sql("delete from run_disks where run_id = ?").param(run.id()).update();
        int position = 0;
        for (RunView.Disk disk : disks) {
            jdbc.sql("""
                            insert into run_disks (run_id, position, disk, mode, requested_mode, reason, base_point, virtual_bytes,
                                                   changed_bytes, read_bytes, new_chunks, stored_bytes)
                            values (:run, :position, :disk, :mode, :requested, :reason, :base, :virtual, :changed, :read, :chunks,
                                    :stored)""")
                    .param("run", run.id())
                    .param("position", position++)
                    .param("disk", disk.disk())
                    .param("mode", disk.mode().word())
                    .param("requested", disk.requestedMode().word())
                    .param("reason", disk.reason())
                    .param("base", disk.basePoint())
                    .param("virtual", disk.virtualBytes())
                    .param("changed", disk.changedBytes())
                    .param("read", disk.readBytes())
                    .param("chunks", disk.newChunks())
                    .param("stored", disk.storedBytes())
                    .update();
        }
    }

    /// What a retention run decided of each point, in place of what was there.
    public void verdicts(RunId run, List<PointVerdict> verdicts) {
        jdbc.sql("delete from run_verdicts where run_id = ?").param(run.id()).update();
        int position = 0;
        for (PointVerdict verdict : verdicts) {
            jdbc.sql("""
                            insert into run_verdicts (run_id, position, point_id, created_at, keep, reason)
                            values (:run, :position, :point, :at, :keep, :reason)""")
                    .param("run", run.id())
                    .param("position", position++)
                    .param("point", verdict.point())
                    .param("at", Timestamp.from(verdict.createdAt()))
                    .param("keep", verdict.keep())
                    .param("reason", verdict.reason())
                    .update();
        }
    }
}
