package io.tidemark.catalog.policy;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.MissedRun;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the Quartz triggers in step with the policies. A policy has one trigger for its backups in each pool that has
/// machines of it, and that trigger fires for those machines alone. What it wants done with its repository any worker
/// can do: one of these pools has the triggers for that.
@Component
@Transactional
public class PolicySchedules {
    private final ScheduledJobs jobs;
    private final Pools pools;
    private final JdbcClient jdbc;

    PolicySchedules(ScheduledJobs jobs, Pools pools, JdbcClient jdbc) {
        this.jobs = jobs;
        this.pools = pools;
        this.jdbc = jdbc;
    }

    /// Schedules the policy as it is now, in place of what was scheduled before; a disabled one not at all.
    public void put(Policy policy) {
        Set<Place> obsolete = scheduled(policy.id());
        if (policy.enabled()) {
            SortedSet<String> ofMachines = poolsOf(policy.id());
            String home = ofMachines.isEmpty() ? pools.anyForRepositories() : ofMachines.first();
            for (PolicyTask task : PolicyTask.values()) {
                for (String pool : task == PolicyTask.BACKUP ? ofMachines : Set.of(home)) {
                    if (fire(pool, task, policy)) {
                        obsolete.remove(new Place(pool, task));
                    }
                }
            }
        }
        obsolete.forEach(place -> jobs.silence(place.pool(), place.task(), policy.id()));
    }

    /// Schedules the policy in pools where it has machines by now and silences it where it has none any more. Unlike
    /// [#put] it leaves alone what is scheduled and stays.
    void follow(Policy policy) {
        Set<Place> scheduled = scheduled(policy.id());
        SortedSet<String> ofMachines = policy.enabled() ? poolsOf(policy.id()) : new TreeSet<>();
        for (String pool : ofMachines) {
            if (!scheduled.contains(new Place(pool, PolicyTask.BACKUP))) {
                fire(pool, PolicyTask.BACKUP, policy);
            }
        }
        for (Place place : scheduled) {
            boolean ofRepository = place.task() != PolicyTask.BACKUP;
            if (ofMachines.contains(place.pool()) || (ofRepository && ofMachines.isEmpty())) {
                continue;
            }
            if (ofRepository) {
                fire(ofMachines.first(), place.task(), policy);
            }
            jobs.silence(place.pool(), place.task(), policy.id());
        }
    }

    /// Those of the policies whose backups are not scheduled in the pool; none where there is no pool.
    Set<UUID> absentIn(@Nullable String pool, Set<UUID> policies) {
        if (pool == null || policies.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
                        select id from unnest(:policies) p(id)
                        where not exists (select from qrtz_job_details
                                          where sched_name = :pool and job_name = p.id::text and job_group = :group)""")
                .param("policies", policies.toArray(UUID[]::new))
                .param("pool", pool)
                .param("group", PolicyTask.BACKUP.group())
                .query((row, n) -> row.getObject(1, UUID.class))
                .list());
    }

    public void remove(PolicyId policy) {
        scheduled(policy).forEach(place -> jobs.silence(place.pool(), place.task(), policy));
    }

    /// @return false when the policy has no schedule for the task
    private boolean fire(String pool, PolicyTask task, Policy policy) {
        Optional<CronSchedule> schedule = switch (task) {
            case BACKUP -> Optional.of(policy.schedule());
            case VERIFICATION -> policy.verification().map(Verification::schedule);
            case COLLECTION -> policy.collection();
        };
        MissedRun missed = task == PolicyTask.BACKUP ? policy.start().missed() : MissedRun.ONCE;
        schedule.ifPresent(it -> jobs.fire(pool, task, policy.id(), it, missed));
        return schedule.isPresent();
    }

    private Set<Place> scheduled(PolicyId policy) {
        return new HashSet<>(jdbc.sql("""
                        select sched_name, job_group from qrtz_job_details where job_name = :policy and job_group in (:groups)""")
                .param("policy", policy.toString())
                .param("groups", PolicyTask.groups())
                .query((row, n) -> new Place(row.getString(1), PolicyTask.ofGroup(row.getString(2))))
                .list());
    }

    private SortedSet<String> poolsOf(PolicyId policy) {
        return new TreeSet<>(
                jdbc.sql("""
                        select distinct m.pool from policy_coverage c join machines m on m.id = c.machine_id
                        where c.policy_id = ?""").param(policy.id()).query(String.class).list());
    }

    private record Place(String pool, PolicyTask task) {}
}
