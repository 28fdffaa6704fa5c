package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.FaultyObjectStore;
import io.tidemark.repository.store.FaultyObjectStore.Fault;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectExistsException;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreUnavailableException;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A point exists once its commit has returned, and not before; what fails on the way leaves no trace.
@Seeded
class PointCommitTest {

    @TempDir
    Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();

    private static DiskModel noise(int chunks, RandomGenerator random) {
        DiskModel model = new DiskModel(CHUNK, chunks * CHUNK);
        random.nextBytes(model.bytes());
        return model;
    }

    @Test
    void aPointIdIsTakenOnce(RandomGenerator random) throws IOException {
        PointId id = Backups.newId();
        DiskModel first = noise(3, random);
        try (Repository repository = Repository.init(store, Backups.format(), cache)) {
            Point point;
            try (PointWriter writer = repository.begin(id, "web-1", Instant.now(), Backups.SMALL_PACKS)) {
                first.putAll(writer.disk(DISK, first.size(), null));
                point = writer.commit(List.of(Backups.describe(DISK)));
            }
            try (PointWriter writer = repository.begin(id, "web-2", Instant.now(), Backups.SMALL_PACKS)) {
                noise(3, random).putAll(writer.disk(DISK, first.size(), null));
                assertThatThrownBy(() -> writer.commit(List.of(Backups.describe(DISK))))
                        .isInstanceOf(ObjectExistsException.class);
            }
            assertThat(repository.points()).containsExactly(point);
            Backups.requireSame(repository, point, first);
        }
    }

    @Test
    void aLostReplyToTheCommitIsNoFailure(RandomGenerator random) throws IOException {
        DiskModel model = noise(3, random);
        FaultyObjectStore faulty = new FaultyObjectStore(store);
        try (Repository repository = Repository.init(faulty, Backups.format(), cache);
                PointWriter writer = Backups.begin(repository)) {
            model.putAll(writer.disk(DISK, model.size(), null));
            // Two packs, a segment and a look at collections come before the manifest.
            faulty.failAt(5, Fault.LOST_REPLY);
            Point point = writer.commit(List.of(Backups.describe(DISK)));

            assertThat(repository.points()).containsExactly(point);
        }
    }

    @Test
    void aCommitWhoseOutcomeCannotBeKnownSaysSo(RandomGenerator random) throws IOException {
        DiskModel model = noise(3, random);
        FaultyObjectStore faulty = new FaultyObjectStore(store);
        try (Repository repository = Repository.init(faulty, Backups.format(), cache);
                PointWriter writer = Backups.begin(repository)) {
            model.putAll(writer.disk(DISK, model.size(), null));
            faulty.failAt(5, Fault.DEATH_AFTER);
            assertThatThrownBy(() -> writer.commit(List.of(Backups.describe(DISK))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Whether point " + writer.id() + " was committed is not known")
                    .hasMessageContaining("tidemark points");
        }
    }

    @Test
    void theFirstFailureStopsEverything(RandomGenerator random) throws IOException {
        FaultyObjectStore faulty = new FaultyObjectStore(store);
        try (Repository repository = Repository.init(faulty, Backups.format(), cache);
                PointWriter writer = Backups.begin(repository)) {
            DiskWriter disk = writer.disk(DISK, 4000L * CHUNK, null);
            faulty.failAt(2, Fault.UNAVAILABLE);
            assertThatThrownBy(() -> noise(4000, random).putAll(disk)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> disk.put(1, noise(1, random).chunk(0)))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> writer.commit(List.of(Backups.describe(DISK))))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(repository.points()).isEmpty();
        }
    }

    @Test
    void nothingIsVisibleBeforeTheCommitOrWithoutIt(RandomGenerator random) throws IOException {
        try (Repository repository = Repository.init(store, Backups.format(), cache)) {
            PointWriter abandoned = Backups.begin(repository);
            try (abandoned) {
                noise(600, random).putAll(abandoned.disk(DISK, 600 * CHUNK, null));
                assertThat(repository.points()).isEmpty();
            }
            assertThat(repository.points()).isEmpty();
            assertThat(repository.point(abandoned.id())).isEmpty();
            assertThat(repository.check().problems()).isEmpty();
        }
    }
}
