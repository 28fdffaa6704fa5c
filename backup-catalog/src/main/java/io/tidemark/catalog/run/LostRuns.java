package io.tidemark.catalog.run;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.SignsOfLife;
import io.tidemark.catalog.schedule.ExecuteRun;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Finds runs that nobody executes and nobody ever will: their job is gone from the scheduler, and so is their
/// worker. Such a run is marked lost, so that it does not stand in the way of the next one.
@Component
public class LostRuns {
    private final Runs runs;
    private final RunReports reports;
    private final Places places;
    private final ScheduledJobs jobs;
    private final JdbcClient jdbc;
    private final SignsOfLife signs;
    private final Clock clock;

    LostRuns(
            Runs runs,
            RunReports reports,
            Places places,
            ScheduledJobs jobs,
            JdbcClient jdbc,
            SignsOfLife signs,
            Clock clock) {
        this.signs = signs;
        this.runs = runs;
        this.reports = reports;
        this.places = places;
        this.jobs = jobs;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Looks through the active runs of a pool, and gives places that came free to runs that wait for one.
    ///
    /// @return those that are marked lost now
    @Transactional
    public List<RunId> sweep(String pool) {
        List<RunId> abandoned = jdbc.sql("""
                        select r.id from runs r
                        where r.pool = :pool and r.state in ('queued', 'running')
                          and r.updated_at < now() - interval '5 seconds'
                          and r.waiting_for is distinct from 'pool-limit' and r.waiting_for is distinct from 'repository-limit'
                          and not exists (select 1 from workers w where w.id = r.worker_id
                                          and w.heartbeat_at > now() - make_interval(secs => :stale))
                          and not exists (select 1 from qrtz_job_details j where j.sched_name = r.pool
                                          and j.job_group = :group and j.job_name = r.id::text)
                        for update of r skip locked""")
                .param("pool", pool)
                .param("group", ExecuteRun.GROUP)
                .param("stale", SignsOfLife.seconds(signs.deadAfter()))
                .query((row, n) -> new RunId(row.getObject(1, UUID.class)))
                .list();
        Instant now = clock.instant();
        for (RunId id : abandoned) {
            Run run = runs.lockById(id).orElseThrow();
            reports.closeSteps(id, StepState.FAILED, now);
            run.lose("Its worker died and no other took it up.", now);
            runs.saveAndFlush(run);
        }
        jobs.execute(places.admit());
        return abandoned;
    }
}
