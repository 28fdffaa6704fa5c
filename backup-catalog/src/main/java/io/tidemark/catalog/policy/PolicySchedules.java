package io.tidemark.catalog.policy;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the Quartz triggers in step with the policies. A policy has one trigger in each pool that has machines of
/// it, and that trigger fires for those machines alone.
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
        Set<String> wanted = policy.enabled() ? poolsOf(policy.machines()) : Set.of();
        for (String pool : pools.names()) {
            if (wanted.contains(pool)) {
                jobs.fire(pool, policy.id(), policy.schedule());
            } else {
                jobs.silence(pool, policy.id());
            }
        }
    }

    public void remove(PolicyId policy) {
        for (String pool : pools.names()) {
            jobs.silence(pool, policy);
        }
    }

    private Set<String> poolsOf(Set<MachineId> machines) {
        return new HashSet<>(jdbc.sql("select distinct pool from machines where id = any(?)")
                .param(machines.stream().map(MachineId::id).toArray(UUID[]::new))
                .query(String.class)
                .list());
    }
}
