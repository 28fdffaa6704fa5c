package io.tidemark.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.pool.Workers.WorkerProcess;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class RunQueueTest {
    private final Samples samples;
    private final RunQueue queue;
    private final WorkedRuns worked;
    private final RunReports reports;
    private final RunViews views;
    private final Workers workers;
    private final LostRuns lostRuns;

    RunQueueTest(ApplicationContext catalog) {
        this.samples = new Samples(catalog);
        this.queue = catalog.getBean(RunQueue.class);
        this.worked = catalog.getBean(WorkedRuns.class);
        this.reports = catalog.getBean(RunReports.class);
        this.views = catalog.getBean(RunViews.class);
        this.workers = catalog.getBean(Workers.class);
        this.lostRuns = catalog.getBean(LostRuns.class);
    }

    @Test
    void aSecondBackupOfABusyMachineIsRefusedNamingTheFirst() {
        RunOrder order = order("busy");
        RunId first = queue.submit(order);

        assertThatExceptionOfType(RunAlreadyActive.class)
                .isThrownBy(() -> queue.submit(order))
                .satisfies(refused -> assertThat(refused.run()).isEqualTo(first))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("run-already-active"));
        queue.cancel(first);
        assertThat(queue.submit(order)).isNotEqualTo(first);
    }

    @Test
    void aRunGoesThroughItsLifeWithStepsProgressLogAndDisks() {
        RunId run = queue.submit(order("life"));
        UUID worker = worker("life");
        UUID point = UUID.randomUUID();
        RunView.Disk disk = new RunView.Disk(
                "vda", DiskMode.FULL, RequestedMode.AUTO, "no earlier point", null, 1 << 30, 4096, 8192, 1, 2048);

        Run taken = worked.takeUp(run, worker, "life").orElseThrow();
        reports.step(run, "read", samples.now());
        Directive directive =
                reports.progress(run, worker, new RunView.Progress(10, 9, 8, 7, 6), new RunView.Pace(5, samples.now()));
        reports.step(run, "commit", samples.now());
        reports.log(run, LogLevel.INFO, "one", samples.now());
        reports.log(run, LogLevel.WARNING, "two", samples.now());
        reports.disks(run, List.of(disk));
        boolean recorded = worked.finish(run, worker, new RunOutcome.Warning(point));

        RunView view = views.get(run);
        assertThat(taken.attempt()).isEqualTo(1);
        assertThat(directive).isEqualTo(Directive.GO_ON);
        assertThat(recorded).isTrue();
        assertThat(view.state()).isEqualTo(RunState.WARNING);
        assertThat(view.point()).isEqualTo(point);
        assertThat(view.worker()).isEqualTo("life");
        assertThat(view.steps())
                .extracting(RunView.Step::name, RunView.Step::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("read", StepState.SUCCEEDED),
                        org.assertj.core.groups.Tuple.tuple("commit", StepState.SUCCEEDED));
        assertThat(view.progress()).isEqualTo(new RunView.Progress(10, 9, 8, 7, 6));
        assertThat(view.disks()).containsExactly(disk);
        assertThat(views.log(run, 1, null).items())
                .extracting(RunLogView.Line::message)
                .containsExactly("two");
        assertThat(views.log(run, 2, null).next()).isEqualTo(2);
    }

    @Test
    void cancelEndsAQueuedRunAtOnceAndAsksTheWorkerOfARunningOne() {
        RunId queued = queue.submit(order("cancel-queued"));
        queue.cancel(queued);
        RunId running = queue.submit(order("cancel-running"));
        UUID worker = worker("cancel");
        worked.takeUp(running, worker, "cancel");
        queue.cancel(running);

        assertThat(views.get(queued).state()).isEqualTo(RunState.CANCELLED);
        assertThat(views.log(queued, 0, null).items())
                .extracting(RunLogView.Line::message)
                .containsExactly("Cancelled before a worker took it up.");
        assertThat(worked.takeUp(queued, worker, "cancel")).isEmpty();
        assertThat(views.get(running).state()).isEqualTo(RunState.RUNNING);
        assertThat(reports.directive(running, worker)).isEqualTo(Directive.CANCEL);
        worked.finish(running, worker, new RunOutcome.Cancelled());
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> queue.cancel(running))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("run-over"));
    }

    @Test
    void anotherWorkerTakesARunUpOnlyWhenItsWorkerIsSilent() {
        RunId run = queue.submit(order("takeover"));
        UUID dead = worker("takeover-dead");
        UUID heir = worker("takeover-heir");
        worked.takeUp(run, dead, "takeover-dead");

        assertThat(worked.takeUp(run, heir, "takeover-heir")).isEmpty();
        silence(dead, 20);
        assertThat(worked.takeUp(run, heir, "takeover-heir").orElseThrow().attempt())
                .isEqualTo(2);
        assertThat(reports.directive(run, dead)).isEqualTo(Directive.ABANDON);
        assertThat(worked.finish(run, dead, new RunOutcome.Succeeded(null))).isFalse();
        assertThat(views.get(run).state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aWorkerThatDidNotHearThatItHasARunAsksAgain() {
        RunId run = queue.submit(order("unheard"));
        UUID worker = worker("unheard");
        worked.takeUp(run, worker, "unheard");

        assertThat(worked.takeUp(run, worker, "unheard").orElseThrow().attempt())
                .isEqualTo(1);
    }

    @Test
    void aRunThatKilledThreeWorkersIsLostAndDoesNotBlockTheNext() {
        RunOrder order = order("poison");
        RunId run = queue.submit(order);
        for (int attempt = 1; attempt <= 3; attempt++) {
            UUID worker = worker("poison-" + attempt);
            assertThat(worked.takeUp(run, worker, "poison-" + attempt)).isPresent();
            silence(worker, 20);
        }

        assertThat(worked.takeUp(run, worker("poison-4"), "poison-4")).isEmpty();
        assertThat(views.get(run).state()).isEqualTo(RunState.LOST);
        assertThat(views.get(run).error()).extracting(RunView.Problem::code).isEqualTo("worker-lost");
        assertThat(queue.submit(order)).isNotEqualTo(run);
    }

    @Test
    void aBackupThatADeadWorkerLeftBehindDoesNotBlockTheNext() {
        RunOrder order = order("left");
        RunId run = queue.submit(order);
        UUID worker = worker("left");
        worked.takeUp(run, worker, "left");
        silence(worker, 30);
        assertThatExceptionOfType(RunAlreadyActive.class).isThrownBy(() -> queue.submit(order));

        silence(worker, 90);
        RunId next = queue.submit(order);

        assertThat(views.get(run).state()).isEqualTo(RunState.LOST);
        assertThat(views.get(next).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void theSweepLosesARunWithoutJobAndWorkerAndNoOther() {
        RunId waiting = queue.submit(order("sweep-waiting", "sweep"));
        RunId gone = queue.submit(order("sweep-gone", "sweep"));
        UUID worker = worker("sweep");
        worked.takeUp(gone, worker, "sweep");
        samples.jdbc()
                .sql("delete from qrtz_simple_triggers where sched_name = 'sweep'")
                .update();
        samples.jdbc()
                .sql("delete from qrtz_triggers where sched_name = 'sweep' and job_name = ?")
                .param(gone.toString())
                .update();
        samples.jdbc()
                .sql("delete from qrtz_job_details where sched_name = 'sweep' and job_name = ?")
                .param(gone.toString())
                .update();
        samples.jdbc().sql("alter table runs disable trigger runs_stamp").update();
        samples.jdbc()
                .sql("update runs set updated_at = now() - interval '10 seconds' where pool = 'sweep'")
                .update();
        samples.jdbc().sql("alter table runs enable trigger runs_stamp").update();

        assertThat(lostRuns.sweep("sweep")).isEmpty();
        silence(worker, 90);
        assertThat(lostRuns.sweep("sweep")).containsExactly(gone);
        assertThat(views.get(gone).state()).isEqualTo(RunState.LOST);
        assertThat(views.get(waiting).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void aRunThatIsGivenBackWaitsAgainAndDoesNotCountAsAnAttempt() {
        RunId run = queue.submit(order("back"));
        UUID worker = worker("back");
        worked.takeUp(run, worker, "back");

        worked.giveBack(run, worker);

        assertThat(views.get(run).state()).isEqualTo(RunState.QUEUED);
        assertThat(worked.takeUp(run, worker("back-2"), "back-2").orElseThrow().attempt())
                .isEqualTo(1);
    }

    @Test
    void ordersForUnknownThingsAreRefused() {
        RepositoryEntryId repository = samples.repository("unknown");
        MachineId nobody = MachineId.next(samples.now());

        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> queue.submit(new RunOrder.Backup(nobody, repository, RequestedMode.AUTO)))
                .withMessageContaining(nobody.toString());
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> queue.submit(
                        new RunOrder.Restore(UUID.randomUUID(), null, "/images/x.raw", RestoreFormat.RAW)));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> queue.cancel(RunId.next(samples.now())));
    }

    private RunOrder order(String name) {
        return order(name, "default");
    }

    private RunOrder order(String name, String pool) {
        return new RunOrder.Backup(samples.machine(name, pool), samples.repository(name), RequestedMode.AUTO);
    }

    private UUID worker(String name) {
        UUID id = UUID.randomUUID();
        assertThat(workers.register(new WorkerProcess(id, "default", name, "host", 1, 1, List.of("/images")), true))
                .isTrue();
        return id;
    }

    private void silence(UUID worker, int seconds) {
        samples.jdbc()
                .sql("update workers set heartbeat_at = now() - make_interval(secs => ?) where id = ?")
                .params(seconds, worker)
                .update();
    }
}
