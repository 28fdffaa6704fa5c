package io.tidemark.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.TriggerUtils;
import org.quartz.spi.OperableTrigger;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/// What Quartz has stored and a worker's scheduler goes by.
@ExtendWith(SharedCatalog.class)
class ScheduleTriggerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Samples samples;
    private final PoolSchedulers schedulers;
    private final ScheduledJobs jobs;
    private final TransactionTemplate transaction;

    ScheduleTriggerTest(ApplicationContext catalog) {
        this.samples = new Samples(catalog);
        this.schedulers = catalog.getBean(PoolSchedulers.class);
        this.jobs = catalog.getBean(ScheduledJobs.class);
        this.transaction = catalog.getBean(TransactionTemplate.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0 30 2 * * ?, Europe/Vienna, 2077-03-27T12:00:00Z, 2077-03-28T01:30:00Z, 2077-03-29T00:30:00Z",
        "0 30 2 * * ?, Europe/Vienna, 2077-10-30T12:00:00Z, 2077-10-31T00:30:00Z, 2077-11-01T01:30:00Z",
        "0 30 2 * * ?, UTC+02:00,     2077-10-30T12:00:00Z, 2077-10-31T00:30:00Z, 2077-11-01T00:30:00Z"
    })
    void firesInTheDatabaseWhenTheScheduleSays(String cron, String zone, Instant after, Instant first, Instant second) {
        String pool = "clocks-" + after.getEpochSecond() + zone.length();
        CronSchedule schedule = CronSchedule.stored(cron, zone);

        Trigger stored = stored(pool, schedule, MissedRun.ONCE);

        assertThat(TriggerUtils.computeFireTimesBetween(
                        (OperableTrigger) stored, null, Date.from(after), Date.from(second)))
                .extracting(Date::toInstant)
                .containsExactly(first, second);
        assertThat(schedule.nextFireTimes(2, after)).containsExactly(first, second);
    }

    @Test
    void isReadBackAsItWasGiven() {
        CronSchedule schedule = CronSchedule.stored("0 30 2 ? * MON-FRI", "America/Argentina/Ushuaia");

        Trigger stored = stored("clocks-kept", schedule, MissedRun.SKIP);

        assertThat(stored).isInstanceOf(ScheduleTrigger.class);
        assertThat(((ScheduleTrigger) stored).getCronExpression()).isEqualTo(schedule.expression());
        assertThat(stored.getMisfireInstruction()).isEqualTo(ScheduleTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
        assertThat(stored.getTriggerBuilder().build())
                .isInstanceOf(ScheduleTrigger.class)
                .extracting(Trigger::getMisfireInstruction)
                .isEqualTo(ScheduleTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
        assertThat(stored.getNextFireTime().toInstant()).isEqualTo(schedule.next(samples.now()));
    }

    @Test
    void aWorkerThatFiresItSetsTheNextTimeByTheSchedule() throws SchedulerException {
        String pool = "clocks-fired";
        // Its one time does not exist by the clock on the wall, and Quartz alone would never come to it.
        CronSchedule schedule = CronSchedule.stored("0 30 2 28 3 ? 2077", "Europe/Vienna");
        stored(pool, schedule, MissedRun.SKIP);
        Instant skipped = Instant.parse("2077-03-28T01:30:00Z");
        assertThat(nextFireTime(pool)).isEqualTo(skipped);
        samples.jdbc()
                .sql("update qrtz_triggers set next_fire_time = ? where sched_name = ?")
                .param(samples.now().minusSeconds(5).toEpochMilli())
                .param(pool)
                .update();

        Scheduler scheduler = schedulers.executing(pool, "one", 1);
        scheduler.start();
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(nextFireTime(pool)).isEqualTo(skipped));
        } finally {
            scheduler.shutdown(true);
        }
    }

    private Trigger stored(String pool, CronSchedule schedule, MissedRun missed) {
        PolicyId policy = PolicyId.next(samples.now());
        transaction.executeWithoutResult(_ -> jobs.fire(pool, PolicyTask.BACKUP, policy, schedule, missed));
        Trigger stored = transaction.execute(_ -> {
            try {
                return schedulers.of(pool).getTrigger(new TriggerKey(policy.toString(), PolicyTask.BACKUP.group()));
            } catch (SchedulerException failure) {
                throw new IllegalStateException(failure);
            }
        });
        assertThat(stored).isNotNull();
        return stored;
    }

    private Instant nextFireTime(String pool) {
        return Instant.ofEpochMilli(samples.jdbc()
                .sql("select next_fire_time from qrtz_triggers where sched_name = ? and job_group = 'policies'")
                .param(pool)
                .query(Long.class)
                .single());
    }
}
