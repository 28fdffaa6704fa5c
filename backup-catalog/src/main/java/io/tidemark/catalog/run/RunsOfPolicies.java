package io.tidemark.catalog.run;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.Policies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.RetryTerms;
import io.tidemark.catalog.schedule.ScheduledJobs.Due;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What a policy says about the runs that it started: when they may begin, and what follows them.
@Component
class RunsOfPolicies {
    private final Policies policies;
    private final JdbcClient jdbc;

    RunsOfPolicies(Policies policies, JdbcClient jdbc) {
        this.policies = policies;
        this.jdbc = jdbc;
    }

    /// When a run may begin: a backup that waited for a worker until its policy's window had closed waits for the next
    /// one. What has begun once may go on at any time.
    Instant opening(Run run, Instant now) {
        if (run.kind() != RunKind.BACKUP || run.attempt() > 0) {
            return now;
        }
        return policy(run)
                .map(policy -> policy.start().opening(now, policy.schedule().zone()))
                .orElse(now);
    }

    /// How often the policy that started the run wants it to be tried again.
    Optional<RetryTerms> retry(Run run) {
        return policy(run).filter(Policy::enabled).map(Policy::retry);
    }

    /// Queues a retention run after a backup that has made a point, where the policy has rules.
    ///
    /// @return it, to be scheduled
    Optional<Due> after(Run run, Instant now) {
        boolean madePoint = run.state() == RunState.SUCCEEDED || run.state() == RunState.WARNING;
        if (run.kind() != RunKind.BACKUP || !madePoint || run.machine().isEmpty()) {
            return Optional.empty();
        }
        return policy(run)
                .filter(it -> it.enabled() && !it.retention().keepsAll())
                .filter(it -> run.repository().equals(Optional.of(it.repository())))
                .flatMap(it -> retain(run, it.id(), now));
    }

    private Optional<Due> retain(Run backup, PolicyId policy, Instant now) {
        return jdbc.sql("""
                        insert into runs (id, kind, state, pool, machine_id, machine_name, repository_id, repository_name, policy_id,
                                          follows, created_at, version)
                        select uuidv7(), 'retention', 'queued', pool, machine_id, machine_name, repository_id, repository_name, :policy,
                               true, :now, 0
                        from runs
                        where id = :backup
                          and exists (select from policy_coverage c where c.policy_id = :policy and c.machine_id = runs.machine_id)
                        on conflict do nothing
                        returning id""")
                .param("policy", policy.id())
                .param("now", Timestamp.from(now))
                .param("backup", backup.id().id())
                .query(UUID.class)
                .optional()
                .map(run -> new Due(backup.pool(), new RunId(run), Duration.ZERO));
    }

    private Optional<Policy> policy(Run run) {
        return run.policy().flatMap(policies::findById);
    }
}
