package io.tidemark.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.StartTerms;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.context.ApplicationContext;

/// No worker was there when a schedule fired, several times over.
@ExtendWith(SharedCatalog.class)
class MissedFireTimesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApplicationContext catalog;
    private final Samples samples;

    MissedFireTimesTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
    }

    @ParameterizedTest
    @CsvSource({"ONCE, 1", "SKIP, 0"})
    void areMadeGoodOnceOrLeftOut(MissedRun missed, int runs) throws SchedulerException {
        String pool = "missed-" + missed.word();
        PolicyId policy = PolicyId.next(samples.now());
        PolicyTerms terms = PolicyTerms.backups(
                        pool,
                        samples.repository(pool),
                        CronSchedule.parse("0 0 * * * ?", "UTC", samples.now()),
                        RequestedMode.AUTO,
                        Set.of(samples.machine(pool, pool)),
                        true)
                .beginning(new StartTerms(0, missed, null, null));
        catalog.getBean(KeepPolicies.class).create(Policy.of(policy, terms, samples.now()));
        Instant next = nextFireTime(pool);
        // As if the pool's last worker had gone five hours ago.
        samples.jdbc()
                .sql("update qrtz_triggers set next_fire_time = next_fire_time - 5 * 3600000 where sched_name = ?")
                .param(pool)
                .update();

        Scheduler scheduler = catalog.getBean(PoolSchedulers.class).executing(pool, "back", 1);
        scheduler.start();
        try {
            await().atMost(PATIENCE).until(() -> !nextFireTime(pool).isBefore(next) && runsOf(policy) == runs);
        } finally {
            scheduler.shutdown(true);
        }

        assertThat(runsOf(policy)).isEqualTo(runs);
    }

    private Instant nextFireTime(String pool) {
        return Instant.ofEpochMilli(samples.jdbc()
                .sql("select next_fire_time from qrtz_triggers where sched_name = ? and job_group = 'policies'")
                .param(pool)
                .query(Long.class)
                .single());
    }

    private int runsOf(PolicyId policy) {
        return samples.jdbc()
                .sql("select count(*) from runs where policy_id = ?")
                .param(policy.id())
                .query(Integer.class)
                .single();
    }
}
