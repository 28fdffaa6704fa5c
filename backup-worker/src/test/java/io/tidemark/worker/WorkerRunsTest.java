package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.point.PointFilter;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.PointViews;
import io.tidemark.catalog.repository.RepositoryState;
import io.tidemark.catalog.repository.RepositoryViews;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.run.RestoreFormat;
import io.tidemark.catalog.run.RunLogView;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.run.StepState;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@CatalogTest
@Seeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerRunsTest {
    private final WorkerLab lab;
    private final Path directory;
    private ConfigurableApplicationContext worker;

    WorkerRunsTest(TestDatabase database, @TempDir Path directory) {
        this.directory = directory;
        this.lab = new WorkerLab(database, directory);
        this.worker = lab.worker("kvm1");
    }

    @AfterAll
    void end() {
        worker.close();
        lab.close();
    }

    @Test
    void backsUpRestoresAndVerifiesAMachine(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("whole");
        MachineId machine = lab.machine("whole", 24, random);

        RunView backup = lab.finished(backup(machine, repository));
        assertThat(backup.error()).isNull();
        assertThat(backup.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(backup.worker()).isEqualTo("kvm1");
        assertThat(backup.steps()).isNotEmpty().allMatch(step -> step.state() == StepState.SUCCEEDED);
        assertThat(backup.progress().readBytes()).isEqualTo(24 << 20);
        assertThat(backup.progress().uploadedBytes()).isGreaterThan(24 << 20);
        assertThat(backup.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.mode()).isEqualTo(DiskMode.FULL);
            assertThat(disk.changedBytes()).isEqualTo(24 << 20);
        });
        UUID point = Objects.requireNonNull(backup.point());
        PointView view = lab.bean(PointViews.class).get(point);
        assertThat(view.run()).isEqualTo(backup.id());
        assertThat(view.machine().id()).isEqualTo(machine.id());

        RunView again = lab.finished(backup(machine, repository));
        assertThat(again.disks())
                .extracting(RunView.Disk::mode, RunView.Disk::basePoint, RunView.Disk::newChunks)
                .containsExactly(tuple(DiskMode.BITMAP, point, 0L));

        Path target = lab.images().resolve("restored.raw");
        RunId restore = lab.queue().submit(new RunOrder.Restore(point, null, target.toString(), RestoreFormat.RAW));
        assertThat(lab.finished(restore).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(Files.readAllBytes(target)).isEqualTo(content(lab.images().resolve("whole.qcow2")));

        RunId verify = lab.queue().submit(new RunOrder.VerifyRepository(repository, 100));
        assertThat(lab.finished(verify).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void pointsThatTheCatalogMissesComeBackWithAConnect(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("missed");
        MachineId machine = lab.machine("missed", 1, random);
        UUID point =
                Objects.requireNonNull(lab.finished(backup(machine, repository)).point());
        PointView before = lab.bean(PointViews.class).get(point);
        UUID gone = UUID.randomUUID();
        lab.jdbc().sql("delete from points where id = ?").param(point).update();
        lab.jdbc()
                .sql("insert into points (id, repository_id, machine_name, created_at) values (?, ?, 'gone', now())")
                .params(gone, repository.id())
                .update();

        RunView connect = lab.finished(lab.queue().submit(new RunOrder.Connect(repository)));

        assertThat(connect.state()).isEqualTo(RunState.SUCCEEDED);
        PointView after = lab.bean(PointViews.class).get(point);
        assertThat(after.disks()).isEqualTo(before.disks());
        assertThat(after.machine()).isEqualTo(before.machine());
        assertThat(lab.bean(PointViews.class)
                        .page(PointFilter.inRepository(repository.id()), PageRequest.FIRST)
                        .items())
                .hasSize(1);
    }

    @Test
    void cancelStopsABackupInTheMiddleAndLeavesNoPoint(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("cancelled");
        MachineId machine = lab.machine("cancelled", 64, random);
        long before = lab.held();
        Files.createFile(lab.hold());
        RunId run;
        try {
            run = backup(machine, repository);
            await().atMost(PATIENCE).until(() -> lab.held() > before);
            lab.queue().cancel(run);
            await().atMost(PATIENCE).until(() -> log(run).stream().anyMatch(line -> line.contains("cancel")));
        } finally {
            Files.delete(lab.hold());
        }

        assertThat(lab.finished(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(lab.bean(PointViews.class)
                        .page(PointFilter.ofMachine(machine.id()), PageRequest.FIRST)
                        .items())
                .isEmpty();
        assertThat(lab.finished(backup(machine, repository)).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aWorkerThatShutsDownGivesItsRunBackToTheNext(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("handed");
        MachineId machine = lab.machine("handed", 64, random);
        long before = lab.held();
        Files.createFile(lab.hold());
        RunId run = backup(machine, repository);
        await().atMost(PATIENCE).until(() -> lab.held() > before);

        Thread closing = Thread.ofPlatform().start(worker::close);
        await().atMost(PATIENCE).until(() -> !worker.isActive());
        Files.delete(lab.hold());
        await().atMost(PATIENCE).until(() -> !closing.isAlive());
        RunState between = lab.view(run).state();
        worker = lab.worker("kvm1");

        RunView view = lab.finished(run);
        // Had the last pack gone through before the engine looked, the run would be over already: both are in order.
        assertThat(between).isIn(RunState.QUEUED, RunState.SUCCEEDED);
        assertThat(view.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(view.attempt()).isEqualTo(1);
    }

    @Test
    void brokenConnectionsToTheDatabaseDoNotBreakARun(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("broken");
        MachineId machine = lab.machine("broken", 40, random);
        long before = lab.held();
        Files.createFile(lab.hold());
        RunId run;
        try {
            run = backup(machine, repository);
            await().atMost(PATIENCE).until(() -> lab.held() > before);
            lab.jdbc().sql("""
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where datname = current_database() and pid <> pg_backend_pid()""").query(Boolean.class).list();
        } finally {
            Files.delete(lab.hold());
        }

        assertThat(lab.finished(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void connectsBucketsWithTheWorkersOwnCredentials(RandomGenerator random) throws IOException {
        S3Server s3 = SharedS3.server();
        System.setProperty("aws.accessKeyId", s3.accessKey());
        System.setProperty("aws.secretAccessKey", s3.secretKey());
        String endpoint = s3.endpoint().toString();

        RepositoryEntryId bucket = RepositoryEntryId.next(lab.bean(Clock.class).instant());
        RunView connect = lab.finished(lab.enter(bucket, "s3", "s3://" + SharedS3.freshBucket() + "/vms", endpoint));
        assertThat(connect.error()).isNull();
        MachineId machine = lab.machine("s3", 2, random);
        assertThat(lab.finished(backup(machine, bucket)).state()).isEqualTo(RunState.SUCCEEDED);
        RepositoryEntryId none = RepositoryEntryId.next(lab.bean(Clock.class).instant());
        assertThat(error(lab.enter(none, "no-bucket", "s3://no-such-bucket", endpoint))
                        .code())
                .isEqualTo("bucket-missing");
        assertThat(lab.bean(RepositoryViews.class).get(none).state()).isEqualTo(RepositoryState.FAILED);
    }

    @Test
    void namesTheEndpointOfItsEnvironmentThatIsNoAddress() {
        System.setProperty("aws.endpointUrlS3", "localhost:9000");
        try {
            RepositoryEntryId here =
                    RepositoryEntryId.next(lab.bean(Clock.class).instant());
            RunView.Problem error = error(lab.enter(here, "no-address", "s3://bucket", null));

            assertThat(error.code()).isEqualTo("endpoint-invalid");
            assertThat(error.message()).contains("\"localhost:9000\"", "http://host:port");
        } finally {
            System.clearProperty("aws.endpointUrlS3");
        }
    }

    @Test
    void namesWhatIsWrongWithPathsAndPlaces() throws IOException {
        RepositoryEntryId repository = lab.repository("strict");
        MachineId outside = lab.machine("outside", "/etc/hostname");
        MachineId missing =
                lab.machine("missing", lab.images().resolve("missing.qcow2").toString());
        Path text = Files.writeString(lab.images().resolve("text.qcow2"), "no image");
        MachineId corrupt = lab.machine("corrupt", text.toString());

        MachineId nowhere = lab.machine("nowhere", "/etc/no-such-file");

        for (MachineId refused : List.of(outside, nowhere)) {
            RunView.Problem problem = error(backup(refused, repository));
            assertThat(problem.code()).isEqualTo("path-not-allowed");
            assertThat(problem.message()).startsWith("Image /etc/").contains("image-roots of worker \"kvm1\"");
        }
        assertThat(error(backup(missing, repository)).code()).isEqualTo("file-missing");
        assertThat(error(backup(corrupt, repository)).code()).startsWith("image-");
        RepositoryEntryId elsewhere =
                RepositoryEntryId.next(lab.bean(Clock.class).instant());
        RunView.Problem refused = error(lab.enter(elsewhere, "elsewhere", "file:/etc/tidemark", null));
        assertThat(refused.code()).isEqualTo("path-not-allowed");
        assertThat(refused.message())
                .contains("tidemark.worker.repository-roots")
                .contains("/etc/tidemark");
        assertThat(lab.bean(RepositoryViews.class).get(elsewhere).state()).isEqualTo(RepositoryState.FAILED);
        assertThat(directory.resolve("etc")).doesNotExist();
    }

    private RunId backup(MachineId machine, RepositoryEntryId repository) {
        return lab.queue().submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
    }

    private RunView.Problem error(RunId run) {
        return Objects.requireNonNull(lab.finished(run).error());
    }

    private List<String> log(RunId run) {
        return lab.bean(RunViews.class).log(run, 0, null).items().stream()
                .map(RunLogView.Line::message)
                .toList();
    }

    private static byte[] content(Path image) throws IOException {
        try (Qcow2Image opened = Qcow2Image.open(image, Access.READ, ImageResolver.refusing())) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(opened.virtualSize()));
            opened.read(0, bytes);
            return bytes.array();
        }
    }
}
