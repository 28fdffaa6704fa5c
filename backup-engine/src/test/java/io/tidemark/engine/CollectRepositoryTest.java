package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.testing.Seeded;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Seeded
@Timeout(60)
class CollectRepositoryTest {
    private static final int CHUNK = 4_096;
    private static final CollectOptions AT_ONCE =
            CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);

    @TempDir
    private Path cache;

    private RepositoryInMemory repository;

    @BeforeEach
    void open() throws Exception {
        repository = new RepositoryInMemory(cache, CHUNK);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void whatADeletedPointNeededGoesInTwoRunsAndADryRunChangesNothing(RandomGenerator random) throws Exception {
        BackupReport gone = backUp(random);
        repository.open().delete(List.of(gone.point()));
        RecordingObserver observer = new RecordingObserver();

        CollectionReport planned = collect(true, observer);
        CollectionReport condemned = collect(false, observer);
        CollectionReport deleted = collect(false, observer);

        assertThat(planned.collected().condemned().packs()).isPositive();
        assertThat(condemned.collected().condemned())
                .isEqualTo(planned.collected().condemned());
        assertThat(deleted.collected().deleted().packs())
                .isEqualTo(condemned.collected().condemned().packs());
        assertThat(deleted.warnings()).isEmpty();
        assertThat(deleted.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(observer.steps).containsExactly("collect", "collect", "collect");
    }

    @Test
    void aCancelledCollectionStopsAndTheNextOneGoesOn(RandomGenerator random) throws Exception {
        BackupReport gone = backUp(random);
        repository.open().delete(List.of(gone.point()));
        RecordingObserver cancelled = new RecordingObserver();
        cancelled.cancel();
        // Held up at a listing, so that it cannot be through before anybody looks.
        repository.holdUpListings(true);

        try {
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> collect(false, cancelled))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));
        } finally {
            repository.holdUpListings(false);
        }

        assertThat(collect(false, new RecordingObserver())
                        .collected()
                        .condemned()
                        .packs())
                .isPositive();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private BackupReport backUp(RandomGenerator random) throws Exception {
        ModelDisk disk = new ModelDisk("root", 300 * CHUNK);
        byte[] content = new byte[300 * CHUNK];
        random.nextBytes(content);
        disk.guestWrites(0, content);
        return new BackUpMachine(
                        repository.open(),
                        TestRuns.OPTIONS,
                        (image, roots) -> disk.open(),
                        Clock.systemUTC(),
                        new SplittableRandom(random.nextLong()))
                .run(TestRuns.backup("machine", "root"), RunObserver.silent());
    }

    private CollectionReport collect(boolean dryRun, RunObserver observer) throws Exception {
        return new CollectRepository(repository.open(), Clock.systemUTC())
                .run(new CollectionRequest(AT_ONCE, dryRun), observer);
    }
}
