package io.tidemark.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import io.tidemark.catalog.testing.SharedCatalog.ExecutedRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(SharedCatalog.class)
class PoolSchedulersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApplicationContext catalog;
    private final Samples samples;
    private final PoolSchedulers schedulers;
    private final RunQueue queue;

    PoolSchedulersTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.schedulers = catalog.getBean(PoolSchedulers.class);
        this.queue = catalog.getBean(RunQueue.class);
    }

    @Test
    void twoWorkersOfAPoolExecuteEachRunOnce() throws SchedulerException {
        RepositoryEntryId repository = samples.repository("twice");
        List<RunId> submitted = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            submitted.add(queue.submit(
                    new RunOrder.Backup(samples.machine("twice-" + n, "twice"), repository, RequestedMode.AUTO)));
        }

        Scheduler one = schedulers.executing("twice", "one", 2);
        Scheduler two = schedulers.executing("twice", "two", 2);
        one.start();
        two.start();
        try {
            await().atMost(PATIENCE).until(() -> executed().containsAll(submitted));
        } finally {
            one.shutdown(true);
            two.shutdown(true);
        }
        assertThat(executed()).filteredOn(submitted::contains).doesNotHaveDuplicates();
        assertThat(jobs("twice")).isZero();
    }

    @Test
    void aRunThatWaitedForHoursKeepsItsTurnAndIsNotPutOffToNow() throws SchedulerException {
        RepositoryEntryId repository = samples.repository("waited-hours");
        List<RunId> submitted = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            submitted.add(queue.submit(new RunOrder.Backup(
                    samples.machine("waited-hours-" + n, "waited-hours"), repository, RequestedMode.AUTO)));
        }
        // The last one has waited longest.
        for (int n = 0; n < 3; n++) {
            samples.jdbc()
                    .sql("update qrtz_triggers set next_fire_time = next_fire_time - ? where job_name = ?")
                    .param((n + 1) * 3_600_000L)
                    .param(submitted.get(n).toString())
                    .update();
        }
        assertThat(count(
                        "select count(*) from qrtz_triggers where misfire_instr <> -1 and sched_name = ?",
                        "waited-hours"))
                .isZero();

        Scheduler scheduler = schedulers.executing("waited-hours", "one", 1);
        scheduler.start();
        try {
            await().atMost(PATIENCE).until(() -> executed().containsAll(submitted));
        } finally {
            scheduler.shutdown(true);
        }
        assertThat(executed()).filteredOn(submitted::contains).isEqualTo(submitted.reversed());
    }

    @Test
    void leavesRunsOfOtherPoolsAlone() throws SchedulerException {
        RepositoryEntryId repository = samples.repository("apart");
        RunId here = queue.submit(
                new RunOrder.Backup(samples.machine("apart-here", "here"), repository, RequestedMode.AUTO));
        RunId there = queue.submit(
                new RunOrder.Backup(samples.machine("apart-there", "there"), repository, RequestedMode.AUTO));

        Scheduler scheduler = schedulers.executing("here", "one", 1);
        scheduler.start();
        try {
            await().atMost(PATIENCE).until(() -> executed().contains(here));
        } finally {
            scheduler.shutdown(true);
        }
        assertThat(executed()).doesNotContain(there);
    }

    @Test
    void forgetsTheJobOfARunThatIsRolledBack() {
        RunOrder order = new RunOrder.Backup(
                samples.machine("undone", "undone"), samples.repository("undone"), RequestedMode.AUTO);

        catalog.getBean(TransactionTemplate.class).executeWithoutResult(transaction -> {
            queue.submit(order);
            transaction.setRollbackOnly();
        });

        assertThat(jobs("undone")).isZero();
        assertThat(queue.submit(order)).isNotNull();
    }

    @Test
    void aPolicyStartsEachMachineOfThePoolOnceForEachFireTime() throws SchedulerException {
        RepositoryEntryId repository = samples.repository("fires");
        Policy policy = Policy.of(
                PolicyId.next(samples.now()),
                PolicyTerms.backups(
                        "fires",
                        repository,
                        CronSchedule.parse("* * * * * ?", "UTC", samples.now()),
                        RequestedMode.AUTO,
                        Set.of(samples.machine("fires-1", "fires"), samples.machine("fires-2", "fires")),
                        true),
                samples.now());
        catalog.getBean(KeepPolicies.class).create(policy);

        Scheduler one = schedulers.executing("fires", "one", 2);
        Scheduler two = schedulers.executing("fires", "two", 2);
        one.start();
        two.start();
        try {
            await().atMost(PATIENCE).until(() -> runsOf(policy.id()) == 2);
            // Both machines are busy from now on: later fire times add nothing.
            Instant fired = samples.now();
            await().atMost(PATIENCE).until(() -> lastFired("fires").isAfter(fired.plusSeconds(2)));
            assertThat(runsOf(policy.id())).isEqualTo(2);
            samples.jdbc()
                    .sql("update runs set state = 'cancelled', finished_at = now() where policy_id = ?")
                    .param(policy.id().id())
                    .update();
            await().atMost(PATIENCE).until(() -> runsOf(policy.id()) == 4);
            catalog.getBean(KeepPolicies.class).remove(policy.id());
            // The jobs of the last runs may still be under way.
            await().atMost(PATIENCE).until(() -> jobs("fires") == 0);
        } finally {
            one.shutdown(true);
            two.shutdown(true);
        }
    }

    @Test
    void aFireTimeThatComesTwiceHasItsEffectOnce() {
        Policy policy = Policy.of(
                PolicyId.next(samples.now()),
                PolicyTerms.backups(
                        "again",
                        samples.repository("again"),
                        CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now()),
                        RequestedMode.FULL,
                        Set.of(samples.machine("again", "again")),
                        true),
                samples.now());
        catalog.getBean(KeepPolicies.class).create(policy);
        PolicyFiring firing = catalog.getBean(PolicyFiring.class);
        Instant scheduled = Instant.parse("2026-11-22T03:00:00Z");

        firing.fire(PolicyTask.BACKUP, policy.id(), "again", scheduled);
        samples.jdbc()
                .sql("update runs set state = 'cancelled', finished_at = now() where policy_id = ?")
                .param(policy.id().id())
                .update();
        firing.fire(PolicyTask.BACKUP, policy.id(), "again", scheduled);

        assertThat(runsOf(policy.id())).isEqualTo(1);
    }

    private List<RunId> executed() {
        return List.copyOf(catalog.getBean(ExecutedRuns.class).runs());
    }

    private int jobs(String pool) {
        return count("select count(*) from qrtz_job_details where sched_name = ?", pool);
    }

    private int runsOf(PolicyId policy) {
        return count("select count(*) from runs where policy_id = ?", policy.id());
    }

    private Instant lastFired(String pool) {
        return Instant.ofEpochMilli(samples.jdbc()
                .sql("select max(prev_fire_time) from qrtz_triggers where sched_name = ? and job_group = 'policies'")
                .param(pool)
                .query(Long.class)
                .single());
    }

    private int count(String sql, Object parameter) {
        return samples.jdbc().sql(sql).param(parameter).query(Integer.class).single();
    }
}
