package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.CutRelay;
import io.tidemark.worker.testing.FragilePostgres;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The database or the object store goes away in the middle of a backup and comes back. `-Dtest.outage=60` lets them
/// stay away for a minute.
@CatalogTest
@Seeded
class OutagesTest {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("test.outage", 4));

    @Test
    void aBackupGoesOnWithoutTheDatabaseAndReportsAfterwards(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        URI url = URI.create(database.url().substring("jdbc:".length()));
        try (CutRelay relay = CutRelay.to(url.getHost(), url.getPort());
                WorkerLab lab = new WorkerLab(database, directory);
                ConfigurableApplicationContext worker = lab.workerOfDatabaseAt(relay.port(), "cut")) {
            RepositoryEntryId repository = lab.repository("cut");
            MachineId machine = lab.machine("cut", 40, random);
            Files.createFile(lab.hold());
            RunId run = backup(lab, machine, repository);
            await().atMost(PATIENCE).until(() -> lab.held() > 0);

            relay.cut();
            Files.delete(lab.hold());
            await().atMost(PATIENCE).until(() -> manifests(directory, "cut") == 1);
            await().pollDelay(OUTAGE).atMost(PATIENCE).until(() -> true);
            RunView meanwhile = lab.view(run);
            relay.mend();

            assertThat(meanwhile.state()).as("nobody knows yet").isEqualTo(RunState.RUNNING);
            RunView view = lab.finished(run);
            assertThat(view.error()).isNull();
            assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(view.attempt()).isEqualTo(1);
            assertThat(view.progress().readBytes()).isEqualTo(40 << 20);
            assertThat(view.steps()).extracting(RunView.Step::name).contains("commit");
            assertThat(points(lab, repository)).isEqualTo(1);
            assertThat(lab.finished(backup(lab, machine, repository)).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(worker.isActive()).isTrue();
        }
    }

    /// PostgreSQL's immediate shutdown, as `pg_ctl stop -m immediate` does it: no connection is told, nothing is
    /// written,
    /// and the next start recovers from the log.
    @Test
    void aBackupGoesOnWhilePostgresStopsImmediatelyAndRecovers(@TempDir Path directory, RandomGenerator random)
            throws IOException, InterruptedException {
        try (FragilePostgres postgres = new FragilePostgres(directory.resolve("postgres"));
                CutRelay relay = CutRelay.to("127.0.0.1", postgres.port());
                WorkerLab lab = new WorkerLab(postgres.arguments(relay.port()), directory);
                ConfigurableApplicationContext worker = lab.worker("abrupt")) {
            RepositoryEntryId repository = lab.repository("abrupt");
            MachineId machine = lab.machine("abrupt", 40, random);
            Files.createFile(lab.hold());
            RunId run = backup(lab, machine, repository);
            await().atMost(PATIENCE).until(() -> lab.held() > 0);

            postgres.stopImmediately();
            Files.delete(lab.hold());
            await().atMost(PATIENCE).until(() -> manifests(directory, "abrupt") == 1);
            await().pollDelay(OUTAGE).atMost(PATIENCE).until(() -> true);
            postgres.startAgain();
            relay.mend(postgres.port());

            RunView view = lab.finished(run);
            assertThat(view.error()).isNull();
            assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(view.attempt()).isEqualTo(1);
            assertThat(points(lab, repository)).isEqualTo(1);
            assertThat(lab.finished(backup(lab, machine, repository)).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(postgres.log()).contains("immediate shutdown", "automatic recovery in progress");
            assertThat(worker.isActive()).isTrue();
        }
    }

    @Test
    void aPointThatTheCatalogMissedIsFoundByReconciliation(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        URI url = URI.create(database.url().substring("jdbc:".length()));
        try (CutRelay relay = CutRelay.to(url.getHost(), url.getPort());
                WorkerLab lab = new WorkerLab(database, directory)) {
            Process worker = lab.workerProcessOfDatabaseAt(relay.port(), "missed");
            RepositoryEntryId repository = lab.repository("missed");
            MachineId machine = lab.machine("missed", 40, random);
            Files.createFile(lab.hold());
            RunId run = backup(lab, machine, repository);
            await().atMost(PATIENCE).until(() -> lab.held() > 0);
            relay.cut();
            Files.delete(lab.hold());
            await().atMost(PATIENCE).until(() -> manifests(directory, "missed") == 1);
            worker.destroyForcibly().onExit().join();
            assertThat(points(lab, repository)).isZero();

            try (ConfigurableApplicationContext heir = lab.worker("missed", "--tidemark.reconciliation.interval=10s")) {
                lab.jdbc().sql("update repositories set reconcile_at = now()").update();

                assertThat(lab.finished(run).state()).isEqualTo(RunState.SUCCEEDED);
                assertThat(manifests(directory, "missed"))
                        .as("its own point besides")
                        .isEqualTo(2);
                await().atMost(PATIENCE).until(() -> points(lab, repository) == 2);
                assertThat(heir.isActive()).isTrue();
            }
        }
    }

    @Test
    void aBackupSurvivesThatTheObjectStoreIsGoneForAWhile(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        S3Server s3 = SharedS3.server();
        System.setProperty("aws.accessKeyId", s3.accessKey());
        System.setProperty("aws.secretAccessKey", s3.secretKey());
        try (CutRelay relay = CutRelay.to(s3.endpoint().getHost(), s3.endpoint().getPort());
                WorkerLab lab = new WorkerLab(database, directory);
                ConfigurableApplicationContext worker = lab.worker("s3")) {
            RepositoryEntryId bucket =
                    RepositoryEntryId.next(lab.bean(Clock.class).instant());
            String location = "s3://" + SharedS3.freshBucket() + "/vms";
            lab.finished(lab.enter(bucket, "s3", location, "http://127.0.0.1:" + relay.port()));
            MachineId machine = lab.machine("s3", 40, random);
            Files.createFile(lab.hold());
            RunId run = backup(lab, machine, bucket);
            await().atMost(PATIENCE).until(() -> lab.held() > 0);

            relay.cut();
            Files.delete(lab.hold());
            await().pollDelay(OUTAGE).atMost(PATIENCE).until(() -> true);
            RunView meanwhile = lab.view(run);
            relay.mend();

            assertThat(meanwhile.state()).isEqualTo(RunState.RUNNING);
            RunView view = lab.finished(run);
            assertThat(view.error()).isNull();
            assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(lab.finished(lab.queue().submit(new RunOrder.VerifyRepository(bucket, 100)))
                            .state())
                    .isEqualTo(RunState.SUCCEEDED);
            assertThat(worker.isActive()).isTrue();
        }
    }

    private static RunId backup(WorkerLab lab, MachineId machine, RepositoryEntryId repository) {
        return lab.queue().submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
    }

    private static long manifests(Path directory, String repository) throws IOException {
        Path points = directory.resolve("repositories").resolve(repository).resolve("points");
        if (!Files.exists(points)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(points)) {
            return files.filter(file -> !file.getFileName().toString().contains("tmp"))
                    .count();
        }
    }

    private static int points(WorkerLab lab, RepositoryEntryId repository) {
        return lab.jdbc()
                .sql("select count(*) from points where repository_id = ?")
                .param(repository.id())
                .query(Integer.class)
                .single();
    }
}
