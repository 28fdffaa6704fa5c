package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.FaultyObjectStore;
import io.tidemark.repository.store.FaultyObjectStore.Fault;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The process dies at any call to the store: every earlier point stays whole, the new one is whole or absent.
@Seeded
class CrashTest {

    @TempDir
    Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();

    @ParameterizedTest
    @EnumSource(names = {"DEATH_BEFORE", "DEATH_AFTER"})
    void earlierPointsStayWholeAndTheNewOneIsWholeOrAbsent(Fault death, RandomGenerator random) throws IOException {
        DiskModel first = new DiskModel(Backups.CHUNK, 900 * Backups.CHUNK);
        for (int chunk = 0; chunk < first.chunkCount(); chunk += 2) {
            first.scribble(chunk, random);
        }
        Point earlier;
        try (Repository repository = Repository.init(store, Backups.format(), cache)) {
            earlier = Backups.backUp(repository, first, null);
        }

        boolean survived = false;
        for (int call = 1; !survived; call++) {
            DiskModel second = first.copy();
            for (int i = 0; i < 600; i++) {
                second.scribble(random.nextInt(second.chunkCount()), random);
            }
            survived = backUpAndDie(new FaultyObjectStore(store).failAt(call, death), second, earlier);
            try (Repository repository = Repository.open(store, cache.resolve("reader-" + death + call))) {
                List<Point> points = repository.points();
                assertThat(points).contains(earlier).hasSizeLessThanOrEqualTo(2);
                assertThat(repository.check().problems()).isEmpty();
                Backups.requireSame(repository, earlier, first);
                for (Point point : points) {
                    Backups.requireSame(repository, point, point.equals(earlier) ? first : second);
                }
                for (Point point : points) {
                    if (!point.equals(earlier)) {
                        store.delete(point.id().key());
                    }
                }
            }
        }
    }

    private boolean backUpAndDie(FaultyObjectStore dying, DiskModel model, Point base) {
        try (Repository repository = Repository.open(dying, cache)) {
            Backups.backUp(repository, model, base);
        } catch (IOException expected) {
            assertThat(dying.isDead()).isTrue();
        }
        return !dying.isDead();
    }
}
