package io.tidemark.catalog.policy;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.schedule.MissedRun;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
            for (String pool : ofMachines) {
                jobs.fire(
                        pool,
                        PolicyTask.BACKUP,
                        policy.id(),
                        policy.schedule(),
                        policy.start().missed());
                obsolete.remove(new Place(pool, PolicyTask.BACKUP));
            }
            policy.verification().ifPresent(verification -> {
                jobs.fire(home, PolicyTask.VERIFICATION, policy.id(), verification.schedule(), MissedRun.ONCE);
                obsolete.remove(new Place(home, PolicyTask.VERIFICATION));
            });
            policy.collection().ifPresent(schedule -> {
                jobs.fire(home, PolicyTask.COLLECTION, policy.id(), schedule, MissedRun.ONCE);
                obsolete.remove(new Place(home, PolicyTask.COLLECTION));
            });
        }
        obsolete.forEach(place -> jobs.silence(place.pool(), place.task(), policy.id()));
    }

    public void remove(PolicyId policy) {
        scheduled(policy).forEach(place -> jobs.silence(place.pool(), place.task(), policy));
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
        return new TreeSet<>(jdbc.sql(
                        "select distinct pool from machines where id in (select machine_id from policy_coverage where policy_id = ?)")
                .param(policy.id())
                .query(String.class)
                .list());
    }

    private record Place(String pool, PolicyTask task) {}
}
