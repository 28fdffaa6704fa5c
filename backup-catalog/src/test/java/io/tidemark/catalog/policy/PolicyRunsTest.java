package io.tidemark.catalog.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.pool.Workers.WorkerProcess;
import io.tidemark.catalog.run.PointVerdict;
import io.tidemark.catalog.run.RunAlreadyActive;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunReports;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.run.WorkedRuns;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.MissedRun;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/// The runs that policies start, and what follows them.
@ExtendWith(SharedCatalog.class)
class PolicyRunsTest {
    private static final Instant FIRED = Instant.parse("2026-11-22T03:00:00Z");
    private static final RetentionTerms A_WEEK = new RetentionTerms(0, 0, 7, 0, 0, 0, null);

    private final ApplicationContext catalog;
    private final Samples samples;
    private final PolicyFiring firing;
    private final RunQueue queue;
    private final RunViews views;
    private final WorkedRuns worked;

    PolicyRunsTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.firing = catalog.getBean(PolicyFiring.class);
        this.queue = catalog.getBean(RunQueue.class);
        this.views = catalog.getBean(RunViews.class);
        this.worked = catalog.getBean(WorkedRuns.class);
    }

    @Test
    void aRepositoryIsVerifiedAndCollectedOnceForEachFireTime() {
        PolicyId policy = policy("tended", terms("tended"));

        for (int time = 0; time < 2; time++) {
            firing.fire(PolicyTask.VERIFICATION, policy, "default", FIRED);
            firing.fire(PolicyTask.COLLECTION, policy, "default", FIRED);
        }

        assertThat(runs(policy))
                .extracting(RunView::kind, RunView::state, RunView::machine)
                .containsExactlyInAnyOrder(
                        tuple(RunKind.VERIFY, RunState.QUEUED, null), tuple(RunKind.COLLECTION, RunState.QUEUED, null));
        firing.fire(PolicyTask.COLLECTION, policy, "default", FIRED.plusSeconds(60));
        assertThat(runs(policy)).as("one collection at a time").hasSize(2);
    }

    @Test
    void aDisabledPolicyStartsNothing() {
        PolicyId policy = policy("disabled", terms("disabled").disabled());

        for (PolicyTask task : PolicyTask.values()) {
            firing.fire(task, policy, "disabled", FIRED);
        }

        assertThat(runs(policy)).isEmpty();
    }

    @Test
    void aBackupBeginsNoSoonerThanItsWindowOpens() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        StartTerms closed = new StartTerms(0, MissedRun.ONCE, now.plusHours(3), now.plusHours(4));
        PolicyId policy = policy("closed", terms("closed").beginning(closed));

        firing.fire(PolicyTask.BACKUP, policy, "closed", FIRED);

        RunId run = new RunId(runs(policy).getFirst().id());
        assertThat(Duration.between(samples.now(), begins(run)))
                .isBetween(Duration.ofMinutes(179), Duration.ofMinutes(181));
        // As though the worker had been busy when the window was open.
        assertThat(worked.takeUp(run, worker("closed"), "closed")).isEmpty();
        assertThat(views.get(run).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void aBackupThatMadeAPointIsFollowedByRetention() {
        PolicyId policy = policy("followed", terms("followed").keeping(A_WEEK));

        finished(policy, "followed", FIRED, new RunOutcome.Failed("image-missing", "gone"));
        assertThat(runs(policy)).extracting(RunView::kind).containsExactly(RunKind.BACKUP);
        finished(policy, "followed", FIRED.plusSeconds(60), new RunOutcome.Warning(UUID.randomUUID()));

        RunView retention = runs(policy).getFirst();
        assertThat(retention.kind()).isEqualTo(RunKind.RETENTION);
        assertThat(retention.state()).isEqualTo(RunState.QUEUED);
        assertThat(retention.machine()).extracting(RunView.Named::name).isEqualTo("followed");
        assertThat(begins(new RunId(retention.id()))).isBeforeOrEqualTo(samples.now());
        finished(policy, "followed", FIRED.plusSeconds(120), new RunOutcome.Succeeded(UUID.randomUUID()));
        assertThat(runs(policy))
                .filteredOn(run -> run.kind() == RunKind.RETENTION)
                .as("one that waits does for both")
                .hasSize(1);
    }

    @Test
    void withoutARuleNothingFollows() {
        PolicyId policy = policy("ruleless", terms("ruleless"));

        finished(policy, "ruleless", FIRED, new RunOutcome.Succeeded(UUID.randomUUID()));

        assertThat(runs(policy)).extracting(RunView::kind).containsExactly(RunKind.BACKUP);
    }

    @Test
    void retentionIsOrderedForAMachineOfAPolicyThatHasRules() {
        PolicyTerms rules = terms("ordered").keeping(A_WEEK);
        PolicyId policy = policy("ordered", rules);
        PolicyId ruleless = policy("ordered-ruleless", terms("ordered-ruleless"));
        MachineId machine = rules.selection().machines().iterator().next();
        MachineId other = samples.machine("ordered-other");

        RunId run = queue.submit(new RunOrder.Retention(policy, machine, false));

        assertThat(views.get(run).policy()).extracting(RunView.Named::name).isEqualTo("ordered");
        assertThatExceptionOfType(RunAlreadyActive.class)
                .isThrownBy(() -> queue.submit(new RunOrder.Retention(policy, machine, false)));
        RunId dry = queue.submit(new RunOrder.Retention(policy, machine, true));
        assertThat(views.get(dry).dryRun()).isTrue();
        refused("machine-missing", new RunOrder.Retention(policy, other, false));
        refused("retention-empty", new RunOrder.Retention(ruleless, catalogMachine("ordered-ruleless"), false));
    }

    @Test
    void verdictsAreReadPageByPage() {
        RunId run = queue.submit(new RunOrder.Collection(samples.repository("verdicts"), true));
        List<PointVerdict> verdicts = List.of(
                new PointVerdict(0, UUID.randomUUID(), samples.now(), true, "last 1 of 1"),
                new PointVerdict(1, UUID.randomUUID(), samples.now(), false, "no rule keeps it"));
        RunReports reports = catalog.getBean(RunReports.class);

        reports.verdicts(run, verdicts);
        reports.verdicts(run, verdicts);

        assertThat(views.verdicts(run, -1, 1)).containsExactly(verdicts.get(0));
        assertThat(views.verdicts(run, 0, null)).containsExactly(verdicts.get(1));
        assertThat(views.verdicts(run, 1, null)).isEmpty();
    }

    private PolicyTerms terms(String name) {
        RepositoryEntryId repository = samples.repository(name);
        CronSchedule nightly = CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now());
        CronSchedule sundays = CronSchedule.parse("0 0 5 ? * SUN", "UTC", samples.now());
        return PolicyTerms.backups(
                        name, repository, nightly, RequestedMode.AUTO, Set.of(samples.machine(name, name)), true)
                .tending(new Verification(sundays, 10), sundays);
    }

    private PolicyId policy(String name, PolicyTerms terms) {
        PolicyId id = PolicyId.next(samples.now());
        catalog.getBean(KeepPolicies.class).create(Policy.of(id, terms, samples.now()));
        assertThat(catalog.getBean(PolicyViews.class).get(id).name()).isEqualTo(name);
        return id;
    }

    private void finished(PolicyId policy, String pool, Instant fired, RunOutcome outcome) {
        firing.fire(PolicyTask.BACKUP, policy, pool, fired);
        RunId run = new RunId(runs(policy).stream()
                .filter(it -> it.kind() == RunKind.BACKUP && it.state().active())
                .findFirst()
                .orElseThrow()
                .id());
        UUID worker = worker(pool + fired.getEpochSecond());
        assertThat(worked.takeUp(run, worker, "worker")).isPresent();
        assertThat(worked.finish(run, worker, outcome)).isTrue();
    }

    private List<RunView> runs(PolicyId policy) {
        return samples.jdbc()
                .sql("select id from runs where policy_id = ? order by id desc")
                .param(policy.id())
                .query((row, n) -> views.get(new RunId(row.getObject(1, UUID.class))))
                .list();
    }

    private Instant begins(RunId run) {
        return Instant.ofEpochMilli(samples.jdbc()
                .sql("select start_time from qrtz_triggers where job_name = ?")
                .param(run.toString())
                .query(Long.class)
                .single());
    }

    private MachineId catalogMachine(String name) {
        return new MachineId(samples.jdbc()
                .sql("select id from machines where name = ?")
                .param(name)
                .query(UUID.class)
                .single());
    }

    private UUID worker(String name) {
        UUID id = UUID.randomUUID();
        catalog.getBean(Workers.class)
                .register(new WorkerProcess(id, "default", name, "host", 1, 1, List.of("/images")), true);
        return id;
    }

    private void refused(String code, RunOrder order) {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> queue.submit(order))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
