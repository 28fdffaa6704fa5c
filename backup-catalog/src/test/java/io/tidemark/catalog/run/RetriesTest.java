package io.tidemark.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.RetryTerms;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.pool.Workers.WorkerProcess;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.schedule.PolicyFiring;
import io.tidemark.catalog.schedule.PolicyTask;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class RetriesTest {
    private static final Instant FIRED = Instant.parse("2026-11-23T03:00:00Z");
    private static final RunOutcome BUSY = new RunOutcome.Failed("image-busy", "A machine has the image.");

    private final ApplicationContext catalog;
    private final Samples samples;
    private final RunQueue queue;
    private final WorkedRuns worked;
    private final RunViews views;

    RetriesTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.queue = catalog.getBean(RunQueue.class);
        this.worked = catalog.getBean(WorkedRuns.class);
        this.views = catalog.getBean(RunViews.class);
    }

    @Test
    void aFailureThatMayPassIsRetriedWithGrowingDelaysUntilTheRetriesAreUsedUp() {
        UUID first = fired("line", new RetryTerms(2, 100));

        fail(first, BUSY);

        RunView failed = view(first);
        UUID second = Objects.requireNonNull(failed.line().retriedBy());
        RunView retry = view(second);
        assertThat(retry.state()).isEqualTo(RunState.QUEUED);
        assertThat(retry.line()).isEqualTo(new RunView.Line(first, 1, null));
        assertThat(retry.policy()).isEqualTo(failed.policy());
        assertThat(retry.machine()).isEqualTo(failed.machine());
        assertThat(retry.requestedMode()).isEqualTo(failed.requestedMode());
        assertThat(Objects.requireNonNull(retry.waiting()).what()).isEqualTo(WaitingFor.TIME);
        assertThat(delay(retry)).isBetween(Duration.ofSeconds(95), Duration.ofSeconds(121));

        fail(second, BUSY);

        UUID third = Objects.requireNonNull(view(second).line().retriedBy());
        assertThat(view(third).line()).isEqualTo(new RunView.Line(first, 2, null));
        assertThat(delay(view(third))).isBetween(Duration.ofSeconds(195), Duration.ofSeconds(241));
        fail(third, BUSY);
        assertThat(view(third).line().retriedBy()).isNull();
        assertThat(log(third)).contains("It is not retried again: this was retry 2 of 2.");
        assertThat(views.page(RunFilter.line(first), PageRequest.FIRST).items())
                .extracting(RunView::id)
                .containsExactly(third, second, first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-key", "chunk-corrupt", "path-not-allowed", "request-invalid", "internal-error"})
    void whatWillNotPassIsNotRetried(String code) {
        UUID run = fired("lasting-" + code, new RetryTerms(3, 1));

        fail(run, new RunOutcome.Failed(code, "It will not pass."));

        assertThat(view(run).line().retriedBy()).isNull();
    }

    @Test
    void whatNoPolicyStartedOrNoPolicyWantsRetriedIsNot() {
        UUID unwanted = fired("unwanted", RetryTerms.NEVER);
        fail(unwanted, BUSY);
        RunId byHand = queue.submit(order("by-hand"));
        fail(byHand.id(), BUSY);

        assertThat(view(unwanted).line().retriedBy()).isNull();
        assertThat(view(byHand.id()).line().retriedBy()).isNull();
    }

    @Test
    void aRetryByHandGoesOnWithTheLineAtOnce() {
        RunId run = queue.submit(order("again"));
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> queue.retry(run))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("run-active"));
        fail(run.id(), new RunOutcome.Failed("wrong-key", "The passphrase does not fit."));

        RunId retry = queue.retry(run);

        assertThat(view(retry.id()).line()).isEqualTo(new RunView.Line(run.id(), 1, null));
        assertThat(Objects.requireNonNull(view(retry.id()).waiting()).what()).isEqualTo(WaitingFor.WORKER);
        assertThatExceptionOfType(RunAlreadyActive.class)
                .isThrownBy(() -> queue.retry(run))
                .satisfies(refused -> assertThat(refused.run()).isEqualTo(retry));
        queue.cancel(retry);
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> queue.retry(run))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("run-not-retryable"))
                .withMessageContaining("retried before");
        assertThat(view(queue.retry(retry).id()).line()).isEqualTo(new RunView.Line(run.id(), 2, null));
    }

    @Test
    void aRunThatDidItsWorkIsNotRetried() {
        RunId run = queue.submit(order("done"));
        fail(run.id(), new RunOutcome.Succeeded(null));

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> queue.retry(run))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("run-not-retryable"));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> queue.retry(RunId.next(samples.now())));
    }

    @Test
    void aRetryThatLostItsPlaceIsLeftOut() {
        RunOrder.Backup order = order("overtaken");
        UUID first = fired("overtaken", new RetryTerms(3, 60), order);
        UUID worker = worker("overtaken");
        assertThat(worked.takeUp(new RunId(first), worker, "overtaken")).isPresent();
        // What a run that was lost while its worker was away looks like.
        samples.jdbc()
                .sql(
                        "update runs set state = 'lost', error_code = 'x', error_message = 'x', finished_at = now() where id = ?")
                .param(first)
                .update();
        RunId other = queue.submit(order);
        assertThat(worked.finish(new RunId(first), worker, BUSY)).isFalse();

        assertThat(view(first).line().retriedBy()).isNull();
        assertThat(view(other.id()).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void delaysDoubleUpToAnHourAndAFifthMore() {
        RetryTerms terms = new RetryTerms(10, 600);
        RandomGenerator random = RandomGenerator.getDefault();

        assertThat(terms.delay(1, random)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
        assertThat(terms.delay(3, random)).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(48));
        assertThat(terms.delay(10, random)).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(72));
    }

    private Duration delay(RunView run) {
        Instant until =
                Objects.requireNonNull(Objects.requireNonNull(run.waiting()).until());
        return Duration.between(samples.now(), until);
    }

    private UUID fired(String name, RetryTerms retry) {
        return fired(name, retry, order(name));
    }

    private UUID fired(String name, RetryTerms retry, RunOrder.Backup order) {
        PolicyId policy = PolicyId.next(samples.now());
        PolicyTerms terms = PolicyTerms.backups(
                        name,
                        order.repository(),
                        CronSchedule.parse("0 0 3 * * ?", "UTC", samples.now()),
                        RequestedMode.AUTO,
                        Set.of(order.machine()),
                        true)
                .retrying(retry);
        catalog.getBean(KeepPolicies.class).create(Policy.of(policy, terms, samples.now()));
        catalog.getBean(PolicyFiring.class).fire(PolicyTask.BACKUP, policy, "default", FIRED);
        return samples.jdbc()
                .sql("select id from runs where policy_id = ?")
                .param(policy.id())
                .query(UUID.class)
                .single();
    }

    private RunOrder.Backup order(String name) {
        MachineId machine = samples.machine("retry-" + name);
        RepositoryEntryId repository = samples.repository("retry-" + name);
        return new RunOrder.Backup(machine, repository, RequestedMode.AUTO);
    }

    private void fail(UUID run, RunOutcome outcome) {
        UUID worker = worker("retry-" + run);
        assertThat(worked.takeUp(new RunId(run), worker, "retry")).isPresent();
        assertThat(worked.finish(new RunId(run), worker, outcome)).isTrue();
    }

    private UUID worker(String name) {
        UUID id = UUID.randomUUID();
        catalog.getBean(Workers.class)
                .register(new WorkerProcess(id, "default", name, "host", 1, 1, List.of("/images")), true);
        return id;
    }

    private RunView view(UUID run) {
        return views.get(new RunId(run));
    }

    private List<String> log(UUID run) {
        return views.log(new RunId(run), 0, null).items().stream()
                .map(RunLogView.Line::message)
                .toList();
    }
}
