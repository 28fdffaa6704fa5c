package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.StartTerms;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.MissedRun;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The only worker of a pool is stopped, a schedule's time passes, and the worker is started again.
@CatalogTest
@Seeded
class MissedSchedulesTest {
    private static final String MISSED_AFTER = "--tidemark.schedule.missed-after=1s";

    @Test
    void aTimeThatPassedWithoutAnyWorkerIsMadeGoodOnceOrLeftOut(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        try (WorkerLab lab = new WorkerLab(database, directory)) {
            RepositoryEntryId repository;
            Instant due;
            PolicyId once;
            PolicyId skip;
            try (ConfigurableApplicationContext worker = lab.worker("only", MISSED_AFTER)) {
                repository = lab.repository("missed-schedules");
                // Far enough for the worker to end first.
                due = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(6);
                once = policy(lab, "once", repository, due, MissedRun.ONCE, random);
                skip = policy(lab, "skip", repository, due, MissedRun.SKIP, random);
                assertThat(worker.isActive()).isTrue();
            }
            assertThat(Instant.now()).isBefore(due);
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(due.plusSeconds(2)));
            assertThat(runs(lab, once)).isEmpty();

            try (ConfigurableApplicationContext worker = lab.worker("only", MISSED_AFTER)) {
                Instant next = due.plus(Duration.ofDays(1));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(nextFireTime(lab, once)).isEqualTo(next);
                    assertThat(nextFireTime(lab, skip)).isEqualTo(next);
                    assertThat(runs(lab, once)).hasSize(1);
                });
                assertThat(lab.finished(runs(lab, once).getFirst()).state()).isEqualTo(RunState.SUCCEEDED);
                assertThat(runs(lab, skip)).isEmpty();
                assertThat(runs(lab, once)).hasSize(1);
                assertThat(worker.isActive()).isTrue();
            }
        }
    }

    /// Fires each day at the time of day of an instant.
    private static PolicyId policy(
            WorkerLab lab,
            String name,
            RepositoryEntryId repository,
            Instant due,
            MissedRun missed,
            RandomGenerator random)
            throws IOException {
        ZonedDateTime time = due.atZone(ZoneOffset.UTC);
        String daily = "%d %d %d * * ?".formatted(time.getSecond(), time.getMinute(), time.getHour());
        Instant now = Instant.now();
        PolicyId id = PolicyId.next(now);
        PolicyTerms terms = PolicyTerms.backups(
                        name,
                        repository,
                        CronSchedule.parse(daily, "UTC", now),
                        RequestedMode.AUTO,
                        Set.of(lab.machine(name, 1, random)),
                        true)
                .beginning(new StartTerms(0, missed, null, null));
        lab.bean(KeepPolicies.class).create(Policy.of(id, terms, now));
        return id;
    }

    private static List<RunId> runs(WorkerLab lab, PolicyId policy) {
        return lab.jdbc()
                .sql("select id from runs where policy_id = ?")
                .param(policy.id())
                .query((row, n) -> new RunId(row.getObject("id", UUID.class)))
                .list();
    }

    private static Instant nextFireTime(WorkerLab lab, PolicyId policy) {
        return Instant.ofEpochMilli(lab.jdbc()
                .sql("select next_fire_time from qrtz_triggers where job_group = 'policies' and job_name = ?")
                .param(policy.toString())
                .query(Long.class)
                .single());
    }
}
