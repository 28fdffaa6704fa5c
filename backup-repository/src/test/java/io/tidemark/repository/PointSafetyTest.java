package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreInterruptedException;
import io.tidemark.repository.store.StoredObject;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a backup asks for when a collection came in between.
@Seeded
class PointSafetyTest {

    private static final CollectOptions AT_ONCE =
            CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);
    private static final int TOGETHER = 4;

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final CountDownLatch asking = new CountDownLatch(TOGETHER);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /// Answers no question for a pack before some are asked at the same time, or a while has passed.
    private final ObjectStore store = new ForwardingObjectStore(objects) {
        @Override
        public Optional<StoredObject> head(String key) throws StoreException {
            if (key.startsWith(PackId.PREFIX)) {
                assertThat(asked.add(key)).as(key + " is asked for once").isTrue();
                asking.countDown();
                try {
                    asked.add(asking.await(2, TimeUnit.SECONDS) ? "together" : "alone");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StoreInterruptedException("interrupted", e);
                }
            }
            return super.head(key);
        }
    };

    private void collect() throws IOException {
        try (Repository repository = Repository.open(objects, cache.resolve("collector"))) {
            repository.collector().run(AT_ONCE, Instant.now());
        }
    }

    /// Each answer takes as long as the store is far.
    @Test
    void packsOfTheWholeMapAreAskedForSeveralAtOnce(RandomGenerator random) throws IOException {
        DiskModel model = new DiskModel(Backups.CHUNK, 4000 * Backups.CHUNK);
        random.nextBytes(model.bytes());
        DiskModel other = new DiskModel(Backups.CHUNK, 10 * Backups.CHUNK);
        random.nextBytes(other.bytes());
        Point base;
        try (Repository repository = Repository.init(objects, Backups.format(), cache.resolve("first"))) {
            base = Backups.backUp(repository, model, null);
            repository.delete(List.of(Backups.backUp(repository, other, null).id()));
        }
        collect();

        Point point;
        try (Repository repository = Repository.open(store, cache.resolve("second"));
                PointWriter writer = Backups.begin(repository)) {
            Backups.startDisk(repository, writer, model, base);
            collect();
            point = writer.commit(List.of(Backups.describe(Backups.DISK)));
        }

        assertThat(asked).contains("together").doesNotContain("alone").hasSizeGreaterThan(TOGETHER + 1);
        try (Repository repository = Repository.open(objects, cache.resolve("third"))) {
            Backups.requireSame(repository, point, model);
        }
    }
}
