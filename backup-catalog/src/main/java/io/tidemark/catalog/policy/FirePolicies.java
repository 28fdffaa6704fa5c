package io.tidemark.catalog.policy;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.ScheduledJobs;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Queues a backup of each machine of the policy in the pool. A machine whose backup is queued or running already is
/// left out this time, and a fire time that was handled before has no effect again.
@Component
class FirePolicies implements PolicyFiring {
    private static final Logger LOG = LoggerFactory.getLogger(FirePolicies.class);

    private final JdbcClient jdbc;
    private final ScheduledJobs jobs;
    private final Clock clock;

    FirePolicies(JdbcClient jdbc, ScheduledJobs jobs, Clock clock) {
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void fire(PolicyId policy, String pool, Instant scheduledFor) {
        // All runs before any job: whoever waits for a machine's row must not hold Quartz's lock, which all others
        // need.
        List<UUID> queued = jdbc.sql("""
                        insert into runs (id, kind, state, pool, machine_id, machine_name, repository_id, repository_name, policy_id,
                                          scheduled_for, requested_mode, created_at, version)
                        select uuidv7(), 'backup', 'queued', m.pool, m.id, m.name, r.id, r.name, p.id, :scheduledFor, p.mode, :now, 0
                        from policies p
                        join repositories r on r.id = p.repository_id
                        join policy_machines pm on pm.policy_id = p.id
                        join (select * from machines where pool = :pool order by id for no key update) m on m.id = pm.machine_id
                        where p.id = :policy and p.enabled
                        order by m.id
                        on conflict do nothing
                        returning id""")
                .param("policy", policy.id())
                .param("pool", pool)
                .param("scheduledFor", Timestamp.from(scheduledFor))
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
        queued.forEach(run -> jobs.execute(pool, new RunId(run)));
        LOG.info("Policy {} fired for {} in pool {}: {} runs queued", policy, scheduledFor, pool, queued.size());
    }
}
