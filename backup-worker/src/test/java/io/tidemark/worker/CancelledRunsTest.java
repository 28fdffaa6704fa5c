package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.policy.KeepPolicies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.PolicyTerms;
import io.tidemark.catalog.policy.RetentionTerms;
import io.tidemark.catalog.run.RestoreFormat;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.schedule.CronSchedule;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Runs of all kinds are cancelled while a request to the store is under way that does not come back.
@CatalogTest
@Seeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelledRunsTest {
    /// From the request to the run's end, on a machine under load.
    private static final Duration SECONDS = Duration.ofSeconds(10);

    private final WorkerLab lab;
    private final Path directory;
    private final ConfigurableApplicationContext worker;

    CancelledRunsTest(TestDatabase database, @TempDir Path directory) {
        this.directory = directory;
        this.lab = new WorkerLab(database, directory);
        this.worker = lab.worker("kvm1");
    }

    @AfterEach
    void letGo() throws IOException {
        for (Path hold : List.of(lab.hold(), lab.holdReads(), lab.holdDeletes(), lab.holdLists())) {
            Files.deleteIfExists(hold);
        }
    }

    @AfterAll
    void end() {
        worker.close();
        lab.close();
    }

    @Test
    void aBackupLeavesNoPointAndNoMark(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("backup");
        MachineId machine = lab.machine("backup", 40, random);

        cancelWhile(lab.hold(), () -> lab.queue().submit(backup(machine, repository)));

        assertThat(points(repository)).isEmpty();
        assertThat(objects("backup", "points")).isEmpty();
        try (Qcow2Image image =
                Qcow2Image.open(lab.images().resolve("backup.qcow2"), Access.READ, ImageResolver.refusing())) {
            assertThat(image.bitmaps()).isEmpty();
        }
        Files.delete(lab.hold());
        assertThat(lab.finished(lab.queue().submit(backup(machine, repository))).state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aRestoreLeavesNoFile(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("restore");
        UUID point = point(repository, lab.machine("restore", 8, random));
        Path target = lab.images().resolve("cancelled.qcow2");

        cancelWhile(
                lab.holdReads(),
                () -> lab.queue().submit(new RunOrder.Restore(point, null, target.toString(), RestoreFormat.QCOW2)));

        assertThat(target).doesNotExist();
        assertThat(lab.images().resolve("cancelled.qcow2.tidemark-partial")).doesNotExist();
    }

    @Test
    void aVerificationChangesNothing(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("verify");
        UUID point = point(repository, lab.machine("verify", 8, random));

        cancelWhile(lab.holdReads(), () -> lab.queue().submit(new RunOrder.VerifyRepository(repository, 100)));

        Files.delete(lab.holdReads());
        assertThat(lab.finished(lab.queue().submit(new RunOrder.VerifyPoint(point, 100)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void retentionForgetsWhatItDeletedAndNoMore(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("retention");
        MachineId machine = lab.machine("retention", 1, random);
        List<UUID> made = List.of(
                point(repository, machine),
                point(repository, machine),
                point(repository, machine),
                point(repository, machine));
        PolicyId policy = policy(repository, machine);

        Files.createFile(lab.holdDeletes());
        long before = lab.held();
        RunId run = lab.queue().submit(new RunOrder.Retention(policy, machine, false));
        await().atMost(PATIENCE).until(() -> lab.held() > before);
        // The request that is under way is carried out, whoever waits for it.
        Instant asked = Instant.now();
        lab.queue().cancel(run);
        await().atMost(PATIENCE).until(() -> lab.view(run).cancelRequested());
        await().atMost(PATIENCE)
                .until(() -> lab.jdbc()
                                .sql("select count(*) from run_log where run_id = ? and message like '%cancel%'")
                                .param(run.id())
                                .query(Integer.class)
                                .single()
                        == 1);
        Files.delete(lab.holdDeletes());
        RunView view = lab.finished(run);

        assertThat(view.state()).isEqualTo(RunState.CANCELLED);
        assertThat(Duration.between(asked, Objects.requireNonNull(view.finishedAt())))
                .isLessThan(SECONDS);
        List<UUID> left =
                objects("retention", "points").stream().map(UUID::fromString).toList();
        assertThat(left).hasSize(3).isSubsetOf(made);
        assertThat(points(repository)).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    void aCollectionChangesNothing(RandomGenerator random) throws IOException {
        RepositoryEntryId repository = lab.repository("collection");
        point(repository, lab.machine("collection", 2, random));
        cancelWhile(lab.holdLists(), () -> lab.queue().submit(new RunOrder.Collection(repository, false)));

        Files.delete(lab.holdLists());
        assertThat(lab.finished(lab.queue().submit(new RunOrder.Collection(repository, false)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
        assertThat(lab.finished(lab.queue().submit(new RunOrder.VerifyRepository(repository, 100)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    /// Cancels a run that waits for the store, which goes on waiting until the run has ended.
    private void cancelWhile(Path hold, java.util.function.Supplier<RunId> order) throws IOException {
        long before = lab.held();
        Files.createFile(hold);
        RunId run = order.get();
        await().atMost(PATIENCE).until(() -> lab.held() > before);
        Instant asked = Instant.now();

        lab.queue().cancel(run);

        RunView view = lab.finished(run);
        assertThat(view.error()).isNull();
        assertThat(view.state()).isEqualTo(RunState.CANCELLED);
        Duration took = Duration.between(asked, Objects.requireNonNull(view.finishedAt()));
        System.err.println("Cancelled " + view.kind() + " after " + took.toMillis() + " ms");
        assertThat(took).isLessThan(SECONDS);
    }

    private static RunOrder backup(MachineId machine, RepositoryEntryId repository) {
        return new RunOrder.Backup(machine, repository, RequestedMode.AUTO);
    }

    private UUID point(RepositoryEntryId repository, MachineId machine) {
        return Objects.requireNonNull(
                lab.finished(lab.queue().submit(backup(machine, repository))).point());
    }

    private PolicyId policy(RepositoryEntryId repository, MachineId machine) {
        Instant now = lab.bean(Clock.class).instant();
        PolicyId id = PolicyId.next(now);
        PolicyTerms terms = PolicyTerms.backups(
                        "cancelled",
                        repository,
                        CronSchedule.parse("0 0 3 1 1 ?", "UTC", now),
                        RequestedMode.AUTO,
                        Set.of(machine),
                        true)
                .keeping(new RetentionTerms(1, 0, 0, 0, 0, 0, null));
        lab.bean(KeepPolicies.class).create(Policy.of(id, terms, now));
        return id;
    }

    private List<UUID> points(RepositoryEntryId repository) {
        return lab.jdbc()
                .sql("select id from points where repository_id = ?")
                .param(repository.id())
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    private Path objects(String repository) {
        return directory.resolve("repositories").resolve(repository);
    }

    private List<String> objects(String repository, String prefix) throws IOException {
        Path objects = objects(repository).resolve(prefix);
        if (!Files.exists(objects)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(objects)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
