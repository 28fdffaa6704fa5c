package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Following a map waits for few answers: each costs a store's latency, whatever it holds.
class MapRequestsTest {

    private static final int LEAVES = 1024;
    private static final int CHUNKS = 64 * LEAVES;

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final LongAdder reads = new LongAdder();
    private final ObjectStore store = new ForwardingObjectStore(objects) {
        @Override
        public void get(String key, long offset, ByteBuffer destination) throws StoreException {
            super.get(key, offset, destination);
            reads.increment();
        }
    };

    private void backUp() throws IOException {
        try (Repository repository = Repository.init(objects, Backups.format(), cache.resolve("writer"));
                PointWriter writer = Backups.begin(repository)) {
            DiskWriter disk = writer.disk(Backups.DISK, (long) CHUNKS * Backups.CHUNK, null);
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                disk.put(chunk, ByteBuffer.allocate(Backups.CHUNK).putInt(0, chunk + 1));
            }
            writer.commit(List.of(Backups.describe(Backups.DISK)));
        }
    }

    @Test
    void aMapOfAThousandPagesTakesSomeTwentyRequests() throws IOException {
        backUp();
        try (Repository repository = Repository.open(store, cache.resolve("checker"))) {
            assertThat(repository.check().problems()).isEmpty();
            assertThat(reads.sumThenReset()).isLessThanOrEqualTo(24);
        }
        try (Repository repository = Repository.open(store, cache.resolve("collector"))) {
            repository.collector().plan(CollectOptions.standard(), Instant.now());
            assertThat(reads.sumThenReset()).isLessThanOrEqualTo(24);
        }
    }
}
