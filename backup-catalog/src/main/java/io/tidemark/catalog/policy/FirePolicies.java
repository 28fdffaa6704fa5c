package io.tidemark.catalog.policy;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.schedule.ScheduledJobs;
import io.tidemark.catalog.schedule.ScheduledJobs.Due;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Queues what a policy wants done: a backup of each of its machines in the pool, or work on its repository. A machine
/// whose backup is queued or running already is left out this time, and a fire time that was handled before has no
/// effect again.
@Component
class FirePolicies implements PolicyFiring {
    private static final Logger LOG = LoggerFactory.getLogger(FirePolicies.class);

    private final Policies policies;
    private final JdbcClient jdbc;
    private final ScheduledJobs jobs;
    private final Clock clock;

    FirePolicies(Policies policies, JdbcClient jdbc, ScheduledJobs jobs, Clock clock) {
        this.policies = policies;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void fire(PolicyTask task, PolicyId id, String pool, Instant scheduledFor) {
        Optional<Policy> policy = policies.findById(id).filter(Policy::enabled);
        if (policy.isEmpty()) {
            LOG.info("Policy {} fired for {}, but it is gone or disabled", id, scheduledFor);
            return;
        }
        Instant now = clock.instant();
        // All runs before any job: whoever waits for a machine's row must not hold Quartz's lock, which all others
        // need.
        List<UUID> queued = switch (task) {
            case BACKUP -> backUpMachines(id, pool, scheduledFor, now);
            case VERIFICATION -> workOnRepository(id, "verify", pool, scheduledFor, now);
            case COLLECTION -> workOnRepository(id, "collection", pool, scheduledFor, now);
        };
        List<Due> due = new ArrayList<>();
        for (UUID run : queued) {
            Duration delay = task == PolicyTask.BACKUP ? delay(policy.get(), now) : Duration.ZERO;
            if (delay.isPositive()) {
                waits(run, policy.get(), now, delay);
            }
            due.add(new Due(pool, new RunId(run), delay));
        }
        jobs.execute(due);
        LOG.info("Policy {} fired for {} in pool {}: {} runs queued ({})", id, scheduledFor, pool, queued.size(), task);
    }

    private static Duration delay(Policy policy, Instant now) {
        ZoneId zone = policy.schedule().zone();
        return Duration.between(now, policy.start().begin(now, zone, ThreadLocalRandom.current()));
    }

    /// Tells people what a run waits for.
    private void waits(UUID run, Policy policy, Instant now, Duration delay) {
        boolean open = policy.start().opening(now, policy.schedule().zone()).equals(now);
        jdbc.sql("update runs set waiting_for = ?, begins_at = ? where id = ?")
                .params(open ? "time" : "window", Timestamp.from(now.plus(delay)), run)
                .update();
    }

    private List<UUID> backUpMachines(PolicyId policy, String pool, Instant scheduledFor, Instant now) {
        return jdbc.sql("""
                        insert into runs (id, kind, state, pool, machine_id, machine_name, repository_id, repository_name, policy_id,
                                          scheduled_for, requested_mode, created_at, version)
                        select uuidv7(), 'backup', 'queued', m.pool, m.id, m.name, r.id, r.name, p.id, :scheduledFor, p.mode, :now, 0
                        from policies p
                        join repositories r on r.id = p.repository_id
                        join policy_coverage c on c.policy_id = p.id
                        join (select * from machines where pool = :pool order by id for no key update) m on m.id = c.machine_id
                        where p.id = :policy and p.enabled
                        order by m.id
                        on conflict do nothing
                        returning id""")
                .param("policy", policy.id())
                .param("pool", pool)
                .param("scheduledFor", Timestamp.from(scheduledFor))
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }

    private List<UUID> workOnRepository(PolicyId policy, String kind, String pool, Instant scheduledFor, Instant now) {
        return jdbc.sql("""
                        insert into runs (id, kind, state, pool, repository_id, repository_name, policy_id, scheduled_for,
                                          sample_percent, created_at, version)
                        select uuidv7(), :kind, 'queued', :pool, r.id, r.name, p.id, :scheduledFor,
                               case when :kind = 'verify' then p.sample_percent end, :now, 0
                        from policies p join repositories r on r.id = p.repository_id
                        where p.id = :policy and p.enabled
                        on conflict do nothing
                        returning id""")
                .param("policy", policy.id())
                .param("kind", kind)
                .param("pool", pool)
                .param("scheduledFor", Timestamp.from(scheduledFor))
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }
}
