package io.tidemark.worker;

import static io.tidemark.worker.testing.WorkerLab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.pool.Pools;
import io.tidemark.catalog.repository.LimitRepository;
import io.tidemark.catalog.repository.RepositoryLimits;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.WaitingFor;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.testing.Seeded;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of runs at a time, with workers of two processes, one of them this JVM, that take runs up at once.
@CatalogTest
@Seeded
class PlacesOfProcessesTest {
    private static final int MACHINES = 8;
    private static final Duration LOOK = Duration.ofMillis(50);

    @Test
    void noMoreRunsWorkThanMayAndNoneStarves(TestDatabase database, @TempDir Path directory, RandomGenerator random)
            throws IOException {
        try (WorkerLab lab = new WorkerLab(database, directory)) {
            lab.workerProcess("a", "--tidemark.worker.concurrent-runs=4");
            lab.worker("b", "--tidemark.worker.concurrent-runs=4");
            RepositoryEntryId repository = lab.repository("limited");
            await().atMost(PATIENCE)
                    .until(() -> lab.bean(Pools.class).view("default").workers() == 2);
            lab.bean(Pools.class).limit("default", 3, null);
            lab.bean(LimitRepository.class).limit(repository, new RepositoryLimits(0, 0, 2), null);
            Files.createFile(lab.hold());
            List<RunId> runs = new ArrayList<>();
            for (int n = 0; n < MACHINES; n++) {
                runs.add(lab.queue()
                        .submit(new RunOrder.Backup(
                                lab.machine("limited-" + n, 2, random), repository, RequestedMode.AUTO)));
            }

            await().atMost(PATIENCE).until(() -> waiting(lab, runs) == MACHINES - 2);
            assertThat(running(lab)).isEqualTo(2);
            Files.delete(lab.hold());
            AtomicInteger most = new AtomicInteger();
            await().atMost(PATIENCE).pollInterval(LOOK).until(() -> {
                most.accumulateAndGet(running(lab), Math::max);
                return runs.stream().noneMatch(run -> lab.view(run).state().active());
            });

            assertThat(most).hasValueLessThanOrEqualTo(2);
            assertThat(runs).allSatisfy(run -> assertThat(lab.view(run).state()).isEqualTo(RunState.SUCCEEDED));
            List<RunView> inOrder = runs.stream()
                    .map(lab::view)
                    .sorted(Comparator.comparing(view -> Objects.requireNonNull(view.startedAt())))
                    .toList();
            assertThat(inOrder.subList(2, MACHINES))
                    .as("who waited begins in the order of arrival")
                    .isSortedAccordingTo(Comparator.comparing(RunView::createdAt));
            for (int n = 2; n < MACHINES; n++) {
                Duration idle = Duration.between(
                        Objects.requireNonNull(inOrder.get(n - 2).finishedAt()),
                        Objects.requireNonNull(inOrder.get(n).startedAt()));
                assertThat(idle).as("a free place is used soon").isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void thePlacesOfAKilledWorkerAreUsedByTheOther(
            TestDatabase database, @TempDir Path directory, RandomGenerator random) throws IOException {
        try (WorkerLab lab = WorkerLab.soonBereft(database, directory)) {
            Process doomed = lab.workerProcess("doomed", "--tidemark.worker.concurrent-runs=4");
            RepositoryEntryId repository = lab.repository("bereft");
            lab.bean(Pools.class).limit("default", 1, null);
            Files.createFile(lab.hold());
            RunId first = lab.queue()
                    .submit(new RunOrder.Backup(lab.machine("bereft-0", 40, random), repository, RequestedMode.AUTO));
            await().atMost(PATIENCE).until(() -> lab.held() > 0);
            RunId second = lab.queue()
                    .submit(new RunOrder.Backup(lab.machine("bereft-1", 2, random), repository, RequestedMode.AUTO));
            await().atMost(PATIENCE).until(() -> waiting(lab, List.of(second)) == 1);

            lab.worker("heir", "--tidemark.worker.concurrent-runs=4");
            doomed.destroyForcibly().onExit().join();
            Files.delete(lab.hold());

            assertThat(lab.finished(second).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(lab.finished(second).worker()).isEqualTo("heir");
            assertThat(lab.finished(first).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(lab.finished(first).attempt()).isEqualTo(2);
        }
    }

    private static long waiting(WorkerLab lab, List<RunId> runs) {
        return runs.stream()
                .map(run -> lab.view(run).waiting())
                .filter(waiting -> waiting != null
                        && (waiting.what() == WaitingFor.REPOSITORY_LIMIT || waiting.what() == WaitingFor.POOL_LIMIT))
                .count();
    }

    private static int running(WorkerLab lab) {
        return lab.jdbc()
                .sql("select count(*) from runs where state = 'running'")
                .query(Integer.class)
                .single();
    }
}
