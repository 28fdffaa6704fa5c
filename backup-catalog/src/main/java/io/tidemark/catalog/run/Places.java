package io.tidemark.catalog.run;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.SignsOfLife;
import io.tidemark.catalog.schedule.ScheduledJobs.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The places that pools and repositories with a limit have for runs at work.
///
/// A run needs a place in both at once. Without one it stays queued and has no job, so it holds no worker's
/// thread; whoever frees a place gives it to the oldest run that can use it, and every worker looks for
/// places that came free otherwise: its neighbour died, or the limit was raised. One lock in the database,
/// held to the end of the transaction, is before all of this; it is taken after the row of a run and before
/// anything of Quartz.
///
/// A running run has its place until its worker was silent for so long that it is dead without a doubt. A run
/// that was admitted has its place for a moment, until a worker takes it up; should none do, the place is
/// free again. Restores need no place, but take one: who needs his data back does not wait for backups.
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Places {
    private static final long LOCK = 0x7469_6465_6d61_726bL;
    private static final Duration ADMISSION = Duration.ofSeconds(15);
    /// Jobs of admitted runs are taken up before those of others that are due.
    private static final Duration AHEAD = Duration.ofSeconds(-30);
    /// How many are admitted at once at most; the next look admits more.
    private static final int AT_ONCE = 100;

    private static final String TAKEN = """
            with taken as materialized (
                select r.id, r.pool, r.repository_id from runs r
                where (r.state = 'running' or r.admitted_at is not null)
                  and (r.state = 'running'
                           and exists (select 1 from workers w where w.id = r.worker_id
                                       and w.heartbeat_at > now() - make_interval(secs => :dead))
                       or r.state = 'queued' and r.admitted_at > clock_timestamp() - make_interval(secs => :admission)))
            """;

    private final JdbcClient jdbc;
    private final SignsOfLife signs;

    Places(JdbcClient jdbc, SignsOfLife signs) {
        this.signs = signs;
        this.jdbc = jdbc;
    }

    /// What keeps a run from working now; empty when it has a place. The caller's transaction makes it a
    /// running one, or one that waits.
    Optional<WaitingFor> missing(Run run) {
        if (run.kind() == RunKind.RESTORE || !limited(run)) {
            return Optional.empty();
        }
        lock();
        return jdbc.sql(TAKEN + """
                        select case
                            when p.concurrent_runs > 0 and p.concurrent_runs <=
                                 (select count(*) from taken t where t.pool = r.pool and t.id <> r.id) then 'pool-limit'
                            when s.concurrent_runs > 0 and s.concurrent_runs <=
                                 (select count(*) from taken t where t.repository_id = r.repository_id and t.id <> r.id)
                                 then 'repository-limit'
                            end
                        from runs r join pools p on p.name = r.pool left join repositories s on s.id = r.repository_id
                        where r.id = :run""")
                .param("run", run.id().id())
                .param("dead", SignsOfLife.seconds(signs.deadAfter()))
                .param("admission", ADMISSION.toSeconds())
                .query((row, n) -> Optional.ofNullable(row.getString(1)).map(WaitingFor::of))
                .single();
    }

    /// Gives free places to the runs that wait for one, the oldest first.
    ///
    /// @return them, to be scheduled as the last thing of the transaction
    List<Due> admit() {
        List<Due> admitted = new ArrayList<>();
        if (!someWait()) {
            return admitted;
        }
        lock();
        Optional<Due> next = admitOne();
        while (next.isPresent()) {
            admitted.add(next.get());
            next = admitted.size() < AT_ONCE ? admitOne() : Optional.empty();
        }
        return admitted;
    }

    private Optional<Due> admitOne() {
        return jdbc.sql(TAKEN + """
                        , full_pools as materialized (
                            select p.name from pools p where p.concurrent_runs > 0
                              and p.concurrent_runs <= (select count(*) from taken t where t.pool = p.name)),
                        full_repositories as materialized (
                            select s.id from repositories s where s.concurrent_runs > 0
                              and s.concurrent_runs <= (select count(*) from taken t where t.repository_id = s.id)),
                        idle_pools as materialized (
                            select w.pool from workers w where w.heartbeat_at > now() - make_interval(secs => :stale)
                            group by w.pool
                            having sum(w.concurrent_runs) > (select count(*) from taken t where t.pool = w.pool))
                        update runs set admitted_at = clock_timestamp(), waiting_for = null
                        where id = (
                            select r.id from runs r
                            where r.waiting_for in ('pool-limit', 'repository-limit')
                              and r.pool in (select pool from idle_pools)
                              and r.pool not in (select name from full_pools)
                              and not exists (select 1 from full_repositories f where f.id = r.repository_id)
                            order by r.id limit 1 for update of r skip locked)
                        returning id, pool""")
                .param("dead", SignsOfLife.seconds(signs.deadAfter()))
                .param("stale", SignsOfLife.seconds(signs.silentAfter()))
                .param("admission", ADMISSION.toSeconds())
                .query((row, n) -> new Due(row.getString("pool"), new RunId(row.getObject("id", UUID.class)), AHEAD))
                .optional();
    }

    private boolean limited(Run run) {
        return jdbc.sql("""
                        select exists (select 1 from pools where name = :pool and concurrent_runs > 0)
                            or exists (select 1 from repositories where id = :repository and concurrent_runs > 0)""")
                .param("pool", run.pool())
                .param("repository", run.repository().map(id -> id.id()).orElse(null), java.sql.Types.OTHER)
                .query(Boolean.class)
                .single();
    }

    private boolean someWait() {
        return jdbc.sql("select exists (select 1 from runs where waiting_for in ('pool-limit', 'repository-limit'))")
                .query(Boolean.class)
                .single();
    }

    private void lock() {
        jdbc.sql("select 1 from pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query(Integer.class)
                .single();
    }
}
