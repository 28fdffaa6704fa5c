package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RestoreFormat;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills real worker processes with SIGKILL while they are in the middle of a backup.
@CatalogTest
@Seeded
class KilledWorkerTest {
    @Test
    void anotherWorkerOfThePoolTakesTheRunOver(TestDatabase database, @TempDir Path directory, RandomGenerator random)
            throws IOException {
        try (WorkerLab lab = WorkerLab.soonBereft(database, directory)) {
            Process doomed = lab.workerProcess("doomed");
            RepositoryEntryId repository = lab.repository("taken-over");
            MachineId machine = lab.machine("taken-over", 40, random);
            Files.createFile(lab.hold());
            RunId run = backup(lab, machine, repository);
            await().atMost(PATIENCE).until(() -> lab.held() > 0);
            lab.worker("heir");

            kill(doomed);
            Files.delete(lab.hold());

            RunView view = lab.finished(run);
            assertThat(view.error()).isNull();
            assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(view.attempt()).isEqualTo(2);
            assertThat(view.worker()).isEqualTo("heir");
        }
    }

    @Test
    void aRestoreTakenUpAgainReplacesWhatTheKilledWorkerWrote(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        try (WorkerLab lab = WorkerLab.soonBereft(database, directory)) {
            Process worker = lab.workerProcess("restores");
            RepositoryEntryId repository = lab.repository("restores");
            MachineId machine = lab.machine("restores", 8, random);
            UUID point = Objects.requireNonNull(
                    lab.finished(backup(lab, machine, repository)).point());
            Path target = lab.images().resolve("restored.qcow2");
            Path partial = lab.images().resolve("restored.qcow2.tidemark-partial");
            Files.createFile(lab.holdReads());
            RunId run = lab.queue().submit(new RunOrder.Restore(point, null, target.toString(), RestoreFormat.QCOW2));
            await().atMost(PATIENCE).until(() -> lab.held() > 0 && Files.exists(partial));

            kill(worker);
            assertThat(partial).exists();
            Files.delete(lab.holdReads());
            lab.worker("restores");

            RunView view = lab.finished(run);
            assertThat(view.error()).isNull();
            assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(view.attempt()).isEqualTo(2);
            assertThat(target).exists();
            assertThat(partial).doesNotExist();
        }
    }

    @Test
    void aRestartedWorkerTakesItsRunUpAndLosesTheOneWhoseJobIsGone(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        try (WorkerLab lab = WorkerLab.soonBereft(database, directory)) {
            Process worker = lab.workerProcess("alone");
            RepositoryEntryId repository = lab.repository("alone");
            MachineId kept = lab.machine("kept", 40, random);
            MachineId dropped = lab.machine("dropped", 40, random);
            Files.createFile(lab.hold());
            RunId taken = backup(lab, kept, repository);
            RunId lost = backup(lab, dropped, repository);
            lab.inState(taken, RunState.RUNNING);
            lab.inState(lost, RunState.RUNNING);
            await().atMost(PATIENCE).until(() -> lab.held() > 1);

            kill(worker);
            forgetJob(lab, lost);
            Files.delete(lab.hold());
            lab.worker("alone");

            RunView view = lab.finished(taken);
            assertThat(view.error()).isNull();
            assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(view.attempt()).isEqualTo(2);
            assertThat(lab.finished(lost).state()).isEqualTo(RunState.LOST);
            RunView next = lab.finished(backup(lab, dropped, repository));
            assertThat(next.error()).isNull();
            assertThat(next.state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    private static RunId backup(WorkerLab lab, MachineId machine, RepositoryEntryId repository) {
        return lab.queue().submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
    }

    private static void kill(Process worker) {
        worker.destroyForcibly().onExit().join();
    }

    /// What a database restored from an older copy looks like to a run.
    private static void forgetJob(WorkerLab lab, RunId run) {
        for (String table : new String[] {"qrtz_fired_triggers", "qrtz_triggers", "qrtz_job_details"}) {
            if (table.equals("qrtz_triggers")) {
                lab.jdbc().sql("""
                                delete from qrtz_simple_triggers s using qrtz_triggers t
                                where t.job_name = ? and (s.trigger_name, s.trigger_group) = (t.trigger_name, t.trigger_group)""").param(run.toString()).update();
            }
            lab.jdbc()
                    .sql("delete from " + table + " where job_name = ?")
                    .param(run.toString())
                    .update();
        }
    }
}
