package io.tidemark.catalog.run;

import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.RetryTerms;
import io.tidemark.catalog.schedule.ScheduledJobs.Due;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// New runs in place of failed ones. All runs of a line name the first of it.
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Retries {
    private final RunsOfPolicies ofPolicies;
    private final RunReports reports;
    private final JdbcClient jdbc;

    Retries(RunsOfPolicies ofPolicies, RunReports reports, JdbcClient jdbc) {
        this.ofPolicies = ofPolicies;
        this.reports = reports;
        this.jdbc = jdbc;
    }

    /// Enters a retry of a run that has just failed, where its policy wants one and the reason may pass. Its
    /// log says what came of it.
    ///
    /// @return the retry, to be scheduled; empty when there is none
    Optional<Due> afterFailure(Run run, Instant now) {
        if (run.state() != RunState.FAILED
                || run.work().dryRun()
                || !run.errorCode().map(PassingFailures::include).orElse(false)) {
            return Optional.empty();
        }
        RetryTerms terms = ofPolicies.retry(run).orElse(RetryTerms.NEVER);
        if (terms.attempts() == 0) {
            return Optional.empty();
        }
        if (run.retryNumber() >= terms.attempts()) {
            log(
                    run,
                    "It is not retried again: this was retry " + run.retryNumber() + " of " + terms.attempts() + ".",
                    now);
            return Optional.empty();
        }
        Duration delay = terms.delay(run.retryNumber() + 1, ThreadLocalRandom.current());
        Optional<RunId> retry = enter(run, now.plus(delay), now);
        log(
                run,
                retry.map(id -> "Run " + id + " tries again in " + delay.toSeconds() + " seconds: retry "
                                + (run.retryNumber() + 1) + " of " + terms.attempts() + ".")
                        .orElse("It is not retried: another run has taken its place."),
                now);
        return retry.map(id -> new Due(run.pool(), id, delay));
    }

    /// Enters a retry.
    ///
    /// @param begins null for as soon as may be
    /// @return empty when another run has the place, or the run was retried already
    Optional<RunId> enter(Run run, @Nullable Instant begins, Instant now) {
        return jdbc.sql("""
                        insert into runs (id, kind, state, pool, machine_id, machine_name, repository_id, repository_name, policy_id,
                                          requested_mode, point_id, restore_disk, restore_target, restore_format, sample_percent, dry_run,
                                          retry_of, retry_number, waiting_for, begins_at, created_at, version)
                        select uuidv7(), kind, 'queued', pool, machine_id, machine_name, repository_id, repository_name, policy_id,
                               requested_mode, case when kind in ('restore', 'verify') then point_id end, restore_disk, restore_target,
                               restore_format, sample_percent, dry_run, coalesce(retry_of, id), retry_number + 1,
                               case when cast(:begins as timestamptz) is not null then 'time' end, :begins, :now, 0
                        from runs where id = :run
                        on conflict do nothing
                        returning id""")
                .param("run", run.id().id())
                .param("begins", begins == null ? null : Timestamp.from(begins), java.sql.Types.TIMESTAMP)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new RunId(row.getObject("id", UUID.class)))
                .optional();
    }

    private void log(Run run, String message, Instant now) {
        reports.log(run.id(), LogLevel.INFO, message, now);
    }
}
