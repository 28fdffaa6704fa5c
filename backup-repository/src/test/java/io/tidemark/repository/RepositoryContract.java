package io.tidemark.repository;

import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.RepositoryExistsException;
import io.tidemark.repository.error.RepositoryMissingException;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds on every store: chains of points give back what was put, from this process and from a fresh one.
@Seeded
abstract class RepositoryContract {

    @TempDir
    Path cache;

    private final List<ObjectStore> opened = new ArrayList<>();

    /// A store that is empty at first, and the same for the whole test.
    abstract ObjectStore openStore() throws IOException;

    Repository init(ObjectStore store, RepositoryFormat format) throws IOException {
        return Repository.init(store, format, cache);
    }

    Repository open(ObjectStore store, Path cacheOfReader) throws IOException {
        return Repository.open(store, cacheOfReader);
    }

    private ObjectStore store() throws IOException {
        ObjectStore store = openStore();
        opened.add(store);
        return store;
    }

    @AfterEach
    void closeStores() {
        opened.forEach(ObjectStore::close);
    }

    @Test
    void everyPointOfAChainGivesBackWhatWasPut(RandomGenerator random) throws IOException {
        List<Point> points = new ArrayList<>();
        List<DiskModel> models = new ArrayList<>();
        try (Repository repository = init(store(), Backups.format())) {
            DiskModel model = new DiskModel(Backups.CHUNK, random.nextInt(1, 700 * Backups.CHUNK));
            for (int round = 0; round < 5; round++) {
                model = nextVersion(model, random);
                points.add(Backups.backUp(repository, model, points.isEmpty() ? null : points.getLast()));
                models.add(model);
            }
            requireAll(repository, points, models);
            assertThat(repository.check().problems()).isEmpty();
        }
        try (Repository fresh = open(store(), cache.resolve("fresh"))) {
            assertThat(fresh.points()).containsExactlyElementsOf(points);
            requireAll(fresh, points, models);
        }
    }

    private static DiskModel nextVersion(DiskModel model, RandomGenerator random) {
        DiskModel next = model.copy();
        if (random.nextInt(3) == 0) {
            next.resize(random.nextInt(1, 700 * Backups.CHUNK));
        }
        for (int i = random.nextInt(next.chunkCount() + 1); i > 0; i--) {
            next.scribble(random.nextInt(next.chunkCount()), random);
        }
        return next;
    }

    private static void requireAll(Repository repository, List<Point> points, List<DiskModel> models)
            throws IOException {
        for (int i = 0; i < points.size(); i++) {
            Backups.requireSame(repository, points.get(i), models.get(i));
        }
    }

    @Test
    void anyPartOfADiskCanBeReadAlone(RandomGenerator random) throws IOException {
        DiskModel model = nextVersion(new DiskModel(Backups.CHUNK, 300 * Backups.CHUNK + 17), random);
        try (Repository repository = init(store(), Backups.format())) {
            DiskContent content = repository.content(Backups.backUp(repository, model, null), DISK);

            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(model.size());
                ByteBuffer part = ByteBuffer.allocate(random.nextInt(Math.min(20_000, model.size() - from) + 1));
                content.read(from, part);
                assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(model.bytes(), from, part.limit()));
            }
        }
    }

    @Test
    void aPlaceIsARepositoryOnceItWasMadeOne() throws IOException {
        assertThatThrownBy(() -> open(store(), cache)).isInstanceOf(RepositoryMissingException.class);
        RepositoryFormat format = Backups.format();
        init(store(), format).close();

        assertThatThrownBy(() -> init(store(), Backups.format())).isInstanceOf(RepositoryExistsException.class);
        try (Repository repository = open(store(), cache)) {
            assertThat(repository.format().withSealing(format.sealing())).isEqualTo(format);
            assertThat(repository.points()).isEmpty();
        }
    }
}
