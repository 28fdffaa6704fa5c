package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunFilter;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunLogView;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreOptions;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The catalog follows the bucket by itself: what the command line made appears, what was deleted elsewhere vanishes.
@CatalogTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconciliationTest {
    private static final int CHUNK = 65536;

    private final WorkerLab lab;
    private final Path directory;
    private final ConfigurableApplicationContext one;
    private final ConfigurableApplicationContext two;

    ReconciliationTest(TestDatabase database, @TempDir Path directory) {
        this.directory = directory;
        this.lab = new WorkerLab(database, directory);
        this.one = lab.worker("one");
        this.two = lab.worker("two");
    }

    @AfterAll
    void end() {
        one.close();
        two.close();
        lab.close();
    }

    @Test
    void pointsMadeAndDeletedElsewhereAreFollowedAndCostOneListing() throws IOException {
        RepositoryEntryId entry = lab.repository("elsewhere");
        List<PointId> made = new ArrayList<>();
        try (ObjectStore store = store("elsewhere");
                Repository repository = Repository.open(store, directory.resolve("cache"))) {
            for (int n = 0; n < 500; n++) {
                made.add(make(repository));
            }
            RunView first = reconciled(entry);
            assertThat(first.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(log(first)).contains(told(500, 500, 0));

            RunView idle = reconciled(entry);
            RunView thorough = lab.finished(lab.queue().submit(new RunOrder.Connect(entry)));
            System.err.printf(
                    "500 known points: %s requests and %d ms by schedule, %s requests and %d ms on demand%n",
                    requests(idle), millis(idle), requests(thorough), millis(thorough));
            assertThat(log(idle)).contains(told(500, 0, 0));
            assertThat(requests(idle)).isLessThan(10);
            assertThat(requests(thorough)).isGreaterThan(500);

            repository.delete(made.subList(0, 3));
            PointId last = make(repository);
            RunView changed = reconciled(entry);

            assertThat(log(changed)).contains(told(498, 1, 3));
            assertThat(requests(changed)).isLessThan(15);
            assertThat(points(entry)).isEqualTo(498);
            assertThat(lab.jdbc()
                            .sql("select count(*) from points where id = ?")
                            .param(last.id())
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
            assertThat(lab.finished(lab.queue().submit(new RunOrder.Collection(entry, false)))
                            .error())
                    .as("what was deleted elsewhere does not keep it from collecting")
                    .isNull();
        }
    }

    @Test
    void aCollectionThatWasRefusedPassesAfterTheNextReconciliation() throws IOException {
        RepositoryEntryId entry = lab.repository("behind");
        try (ObjectStore store = store("behind");
                Repository repository = Repository.open(store, directory.resolve("cache"))) {
            make(repository);
        }

        RunView refused = lab.finished(lab.queue().submit(new RunOrder.Collection(entry, false)));
        assertThat(Objects.requireNonNull(refused.error()).code()).isEqualTo("catalog-behind");
        reconciled(entry);

        assertThat(lab.finished(lab.queue().submit(new RunOrder.Collection(entry, false)))
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void theFirstWorkerOfAPoolLooksAndTheOthersDoNot() {
        RepositoryEntryId entry = lab.repository("pooled");
        lab.jdbc()
                .sql(
                        "update repositories set created_at = created_at - interval '1 hour', reconciled_at = null where id = ?")
                .param(entry.id())
                .update();
        int before = connects(entry).size();

        try (ConfigurableApplicationContext third = lab.worker("third")) {
            assertThat(third.isActive()).isTrue();
            assertThat(due(entry)).as("another worker of the pool lives").isFalse();
        }
        try (ConfigurableApplicationContext first = lab.worker("first", "--tidemark.worker.pool=new")) {
            assertThat(first.isActive()).isTrue();
            await().atMost(PATIENCE).until(() -> connects(entry).size() == before + 1);
        }
        assertThat(connects(entry)).hasSize(before + 1);
    }

    /// Lets the schedule come round, and waits for the one run that it starts, whichever worker finds it due.
    private RunView reconciled(RepositoryEntryId entry) {
        int before = connects(entry).size();
        lab.jdbc()
                .sql("update repositories set reconcile_at = now() where id = ?")
                .param(entry.id())
                .update();
        List<RunView> runs = await().atMost(PATIENCE)
                .until(
                        () -> connects(entry),
                        found -> found.size() > before
                                && !found.getFirst().state().active());
        assertThat(runs).as("once across workers").hasSize(before + 1);
        assertThat(due(entry)).isFalse();
        return runs.getFirst();
    }

    private List<RunView> connects(RepositoryEntryId entry) {
        return lab.bean(RunViews.class)
                .page(RunFilter.with(entry.id(), RunKind.CONNECT), PageRequest.FIRST)
                .items();
    }

    private boolean due(RepositoryEntryId entry) {
        return lab.jdbc()
                .sql("select reconcile_at <= now() from repositories where id = ?")
                .param(entry.id())
                .query(Boolean.class)
                .single();
    }

    private ObjectStore store(String name) throws IOException {
        return ObjectStores.open(
                RepositoryLocation.parse(
                        "file:" + directory.resolve("repositories").resolve(name)),
                StoreOptions.defaults());
    }

    /// What the command line does.
    private static PointId make(Repository repository) throws IOException {
        PointId id = PointId.next(Clock.systemUTC(), RandomGenerator.getDefault());
        try (PointWriter writer =
                repository.begin(id, "stranger", Clock.systemUTC().instant(), WriteOptions.standard())) {
            DiskWriter disk = writer.disk("vda", CHUNK, null);
            disk.put(0, ByteBuffer.allocate(CHUNK).put(0, (byte) 1));
            writer.commit(List.of(new DiskDescription(
                    "vda", "/images/vda", "raw", 0, List.of(), "full", "auto", "no earlier point", null, 0, 0)));
        }
        return id;
    }

    private static String told(int points, int added, int removed) {
        return points + " points in the bucket: " + added + " were new to the catalog, " + removed
                + " of the catalog's are no longer there.";
    }

    private static long requests(RunView run) {
        return Objects.requireNonNull(run.cost()).requests();
    }

    private static long millis(RunView run) {
        return Duration.between(Objects.requireNonNull(run.startedAt()), Objects.requireNonNull(run.finishedAt()))
                .toMillis();
    }

    private int points(RepositoryEntryId entry) {
        return lab.jdbc()
                .sql("select count(*) from points where repository_id = ?")
                .param(entry.id())
                .query(Integer.class)
                .single();
    }

    private List<String> log(RunView run) {
        return lab.bean(RunViews.class).log(new RunId(run.id()), 0, null).items().stream()
                .map(RunLogView.Line::message)
                .toList();
    }
}
