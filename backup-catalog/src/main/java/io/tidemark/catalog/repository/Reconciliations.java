package io.tidemark.catalog.repository;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.SignsOfLife;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Has the catalog brought in line with the buckets again and again: points that the command line made
/// appear, points deleted elsewhere vanish. Any worker of any pool finds what is due, and one of them alone;
/// the work itself is a `connect` run like those that people order. Repositories that no worker ever opened
/// are left alone.
@Component
@Transactional
public class Reconciliations {
    /// Workers of a pool that come up together count as one beginning of the pool.
    private static final Duration SETTLED = Duration.ofMinutes(1);
    /// How many are begun at once at most; the next look begins more.
    private static final int AT_ONCE = 20;

    private final JdbcClient jdbc;
    private final Pools pools;
    private final ScheduledJobs jobs;
    private final SignsOfLife signs;

    Reconciliations(JdbcClient jdbc, Pools pools, ScheduledJobs jobs, SignsOfLife signs) {
        this.signs = signs;
        this.jdbc = jdbc;
        this.pools = pools;
        this.jobs = jobs;
    }

    /// A worker has come up. Where it is the first of its pool, whatever changed while the pool was away is
    /// looked for soon: all repositories are due.
    ///
    /// @param worker the process, which is registered already
    public void workerBegins(String pool, UUID worker) {
        jdbc.sql("""
                        update repositories set reconcile_at = least(reconcile_at, now())
                        where repository_uuid is not null
                          and coalesce(reconciled_at, created_at) < now() - make_interval(secs => :settled)
                          and not exists (select 1 from workers w where w.pool = :pool and w.id <> :worker
                                          and w.heartbeat_at > now() - make_interval(secs => :stale))""")
                .param("settled", SETTLED.toSeconds())
                .param("pool", pool)
                .param("worker", worker)
                .param("stale", SignsOfLife.seconds(signs.silentAfter()))
                .update();
    }

    /// Queues a run for each repository that is due; one that has such a run already is left out this time.
    ///
    /// @param interval when a repository is due again: up to a tenth sooner or later, so that they spread
    /// @return the runs
    public List<RunId> begin(Duration interval) {
        List<UUID> due = jdbc.sql("""
                        update repositories
                        set reconciled_at = now(), reconcile_at = now() + make_interval(secs => :interval * (0.9 + random() * 0.2))
                        where id in (select id from repositories where repository_uuid is not null and reconcile_at <= now()
                                     order by reconcile_at limit :most for no key update skip locked)
                        returning id""")
                .param("interval", interval.toMillis() / 1000.0)
                .param("most", AT_ONCE)
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
        if (due.isEmpty()) {
            return List.of();
        }
        String pool = pools.anyForRepositories();
        List<RunId> runs = due.stream()
                .map(repository -> enter(repository, pool))
                .flatMap(Optional::stream)
                .toList();
        runs.forEach(run -> jobs.execute(pool, run));
        return runs;
    }

    private Optional<RunId> enter(UUID repository, String pool) {
        return jdbc.sql("""
                        insert into runs (id, kind, state, pool, repository_id, repository_name, scheduled_for, created_at, version)
                        select uuidv7(), 'connect', 'queued', :pool, id, name, now(), now(), 0
                        from repositories where id = :repository
                        on conflict do nothing
                        returning id""")
                .param("pool", pool)
                .param("repository", repository)
                .query((row, n) -> new RunId(row.getObject("id", UUID.class)))
                .optional();
    }
}
