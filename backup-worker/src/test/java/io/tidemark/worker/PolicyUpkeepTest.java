package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.point.PointFilter;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.PointViews;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.RetentionTerms;
import io.tidemark.catalog.run.PointVerdict;
import io.tidemark.catalog.run.RunFilter;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunLogView;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.repository.retention.RetentionSpan;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/// What policies do beside backups: retention, verification, collection.
@CatalogTest
@Seeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyUpkeepTest {
    private static final Instant FIRED = Instant.parse("2026-11-22T03:00:00Z");

    private final WorkerLab lab;
    private final ConfigurableApplicationContext worker;

    PolicyUpkeepTest(TestDatabase database, @TempDir Path directory) {
        this.lab = new WorkerLab(database, directory);
        this.worker = lab.worker("kvm1");
    }

    @AfterAll
    void end() {
        worker.close();
        lab.close();
    }

    @Test
    void aPolicyKeepsWhatItsRulesKeepAndNoMore(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("kept");
        MachineId machine = lab.machine("kept", 2, random);
        PolicyId policy = policy("kept", repository, machine, last(1));
        UUID first = point(fired(PolicyTask.BACKUP, policy, RunKind.BACKUP, 0));
        assertThat(ended(RunKind.RETENTION, repository, 1).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(points(machine)).containsExactly(first);

        UUID second = point(fired(PolicyTask.BACKUP, policy, RunKind.BACKUP, 1));
        RunView retention = ended(RunKind.RETENTION, repository, 2);

        assertThat(retention.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(retention.error()).isNull();
        assertThat(retention.cost()).isNotNull();
        assertThat(lab.bean(RunViews.class).verdicts(new RunId(retention.id()), -1, null))
                .extracting(PointVerdict::point, PointVerdict::keep, PointVerdict::reason)
                .containsExactly(tuple(second, true, "last 1 of 1, newest"), tuple(first, false, "no rule keeps it"));
        assertThat(points(machine)).containsExactly(second);
        RunView connect = lab.finished(lab.queue().submit(new RunOrder.Connect(repository)));
        assertThat(log(connect)).anyMatch(line -> line.startsWith("1 points in the bucket: 0 were new"));
    }

    @Test
    void aDryRunJudgesAndDeletesNothing(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("dry");
        MachineId machine = lab.machine("dry", 1, random);
        PolicyId policy = policy("dry", repository, machine, RetentionTerms.KEEP_ALL);
        fired(PolicyTask.BACKUP, policy, RunKind.BACKUP, 0);
        fired(PolicyTask.BACKUP, policy, RunKind.BACKUP, 1);
        lab.bean(KeepPolicies.class).replace(policy, terms("dry", repository, machine, last(1)), null);

        RunView run = lab.finished(lab.queue().submit(new RunOrder.Retention(policy, machine, true)));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(lab.bean(RunViews.class).verdicts(new RunId(run.id()), -1, null))
                .extracting(PointVerdict::keep)
                .containsExactly(true, false);
        assertThat(points(machine)).hasSize(2);
    }

    @Test
    void policiesThatKeepDifferentPointsOfAMachineDeleteNone(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("disputed");
        MachineId machine = lab.machine("disputed", 1, random);
        PolicyId nightly = policy("disputed-nightly", repository, machine, last(1));
        PolicyId yearly = policy("disputed-yearly", repository, machine, new RetentionTerms(0, 0, 0, 0, 0, 9, null));
        fired(PolicyTask.BACKUP, yearly, RunKind.BACKUP, 0);
        fired(PolicyTask.BACKUP, nightly, RunKind.BACKUP, 1);

        RunView.Problem refused =
                Objects.requireNonNull(ended(RunKind.RETENTION, repository, 2).error());

        assertThat(refused.message()).contains("disputed-nightly").contains("disputed-yearly");
        assertThat(points(machine)).hasSize(2);
        lab.bean(KeepPolicies.class).replace(yearly, terms("disputed-yearly", repository, machine, last(1)), null);
        RunView agreed = lab.finished(lab.queue().submit(new RunOrder.Retention(nightly, machine, false)));
        assertThat(agreed.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(points(machine)).hasSize(1);
    }

    @Test
    void retentionOfADeletedPolicyDeletesNothing(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("orphan");
        MachineId machine = lab.machine("orphan", 1, random);
        PolicyId policy = policy("orphan", repository, machine, last(1));
        fired(PolicyTask.BACKUP, policy, RunKind.BACKUP, 0);
        ended(RunKind.RETENTION, repository, 1);
        RunId run = Objects.requireNonNull(lab.bean(TransactionTemplate.class).execute(_ -> {
            RunId queued = lab.queue().submit(new RunOrder.Retention(policy, machine, false));
            lab.bean(KeepPolicies.class).remove(policy);
            return queued;
        }));

        assertThat(Objects.requireNonNull(lab.finished(run).error()).message())
                .contains("policy of this run was deleted");
        assertThat(points(machine)).hasSize(1);
    }

    @Test
    void aRepositoryIsVerifiedAndCollectedBySchedule(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("tended");
        MachineId machine = lab.machine("tended", 2, random);
        PolicyId policy = policy("tended", repository, machine, last(1));
        fired(PolicyTask.BACKUP, policy, RunKind.BACKUP, 0);
        ended(RunKind.RETENTION, repository, 1);

        RunView verified = fired(PolicyTask.VERIFICATION, policy, RunKind.VERIFY, 0);
        RunView collected = fired(PolicyTask.COLLECTION, policy, RunKind.COLLECTION, 0);

        assertThat(verified.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(collected.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(collected.steps()).extracting(RunView.Step::name).containsExactly("collect");
        assertThat(log(collected)).anyMatch(line -> line.startsWith("1 points in "));
    }

    @Test
    void aCatalogThatDoesNotKnowAllPointsRefusesToCollect(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("behind");
        MachineId machine = lab.machine("behind", 1, random);
        RunId backup = lab.queue().submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
        UUID point = point(lab.finished(backup));
        lab.jdbc().sql("delete from points where id = ?").param(point).update();

        RunView refused = lab.finished(lab.queue().submit(new RunOrder.Collection(repository, false)));

        RunView.Problem error = Objects.requireNonNull(refused.error());
        assertThat(error.code()).isEqualTo("catalog-behind");
        assertThat(error.message()).contains(point.toString()).contains("Connect the repository");
        lab.finished(lab.queue().submit(new RunOrder.Connect(repository)));
        assertThat(lab.finished(lab.queue().submit(new RunOrder.Collection(repository, true)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1y6m2w10d12h", "30d", "9999y", "0y1h", "999999h", "52w"})
    void spansThatTheCatalogTakesTheRepositoryReads(String span) {
        assertThat(new RetentionTerms(0, 0, 0, 0, 0, 0, span).keepWithin()).isEqualTo(span);
        assertThat(RetentionSpan.parse(span)).isNotNull();
    }

    private static RetentionTerms last(int points) {
        return new RetentionTerms(points, 0, 0, 0, 0, 0, null);
    }

    private PolicyId policy(String name, RepositoryEntryId repository, MachineId machine, RetentionTerms retention) {
        Instant now = lab.bean(Clock.class).instant();
        PolicyId id = PolicyId.next(now);
        lab.bean(KeepPolicies.class).create(Policy.of(id, terms(name, repository, machine, retention), now));
        return id;
    }

    private PolicyTerms terms(String name, RepositoryEntryId repository, MachineId machine, RetentionTerms retention) {
        Instant now = lab.bean(Clock.class).instant();
        CronSchedule yearly = CronSchedule.parse("0 0 3 1 1 ?", "UTC", now);
        return PolicyTerms.backups(name, repository, yearly, RequestedMode.AUTO, Set.of(machine), true)
                .keeping(retention);
    }

    /// Fires as the schedule would, and waits for the end of what that starts.
    private RunView fired(PolicyTask task, PolicyId policy, RunKind kind, int time) {
        lab.bean(PolicyFiring.class).fire(task, policy, "default", FIRED.plusSeconds(time));
        UUID run = lab.jdbc()
                .sql("select id from runs where policy_id = ? and kind = ? order by id desc limit 1")
                .params(policy.id(), kind.word())
                .query(UUID.class)
                .single();
        return lab.finished(new RunId(run));
    }

    /// The newest run of a kind, once there are so many and it has ended.
    private RunView ended(RunKind kind, RepositoryEntryId repository, int count) {
        List<RunView> runs = await().atMost(PATIENCE)
                .until(
                        () -> lab.bean(RunViews.class)
                                .page(RunFilter.with(repository.id(), kind), PageRequest.FIRST)
                                .items(),
                        found -> found.size() == count
                                && found.stream().noneMatch(run -> run.state().active()));
        return runs.getFirst();
    }

    private static UUID point(RunView backup) {
        return Objects.requireNonNull(backup.point());
    }

    private List<UUID> points(MachineId machine) {
        return lab.bean(PointViews.class).page(PointFilter.ofMachine(machine.id()), PageRequest.FIRST).items().stream()
                .map(PointView::id)
                .toList();
    }

    private List<String> log(RunView run) {
        return lab.bean(RunViews.class).log(new RunId(run.id()), 0, null).items().stream()
                .map(RunLogView.Line::message)
                .toList();
    }
}
