package io.tidemark.repository.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreFullException;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that is full to the last byte: backups fail cleanly, and what makes room still works.
@Seeded
class FullStoreTest {

    private static final int CHUNK = 65536;
    private static final CollectOptions AT_ONCE =
            CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);

    @TempDir
    Path cache;

    private final Limited store = new Limited(new MemoryObjectStore());
    private Repository repository;

    /// Has room for so many bytes and no more.
    private static final class Limited extends ForwardingObjectStore {

        private final MemoryObjectStore objects;
        private long room = Long.MAX_VALUE;

        private long used() throws StoreException {
            long[] used = {0};
            objects.list("", object -> used[0] += object.size());
            return used[0];
        }

        Limited(MemoryObjectStore objects) {
            super(objects);
            this.objects = objects;
        }

        @Override
        public synchronized void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
            if (used() + content.remaining() > room) {
                throw new StoreFullException("No room for " + key, null);
            }
            super.put(key, content, mode);
        }
    }

    @BeforeEach
    void init() throws IOException {
        repository =
                Repository.init(store, RepositoryFormat.create(Instant.now()).withChunkSize(CHUNK), cache);
        assertThat(repository.reserve().keep()).isTrue();
    }

    private Point backUp(int chunks, RandomGenerator random) throws IOException {
        byte[] first = new byte[CHUNK];
        random.nextBytes(first);
        return backUp(chunks, random, first);
    }

    private Point backUp(int chunks, RandomGenerator random, byte[] first) throws IOException {
        WriteOptions options = new WriteOptions(4 << 20, 1, 1, 2 << 20);
        PointId id = PointId.next(Clock.systemUTC(), random);
        try (PointWriter writer = repository.begin(id, "web-1", Instant.now(), options)) {
            DiskWriter disk = writer.disk("vda", (long) chunks * CHUNK, null);
            disk.put(0, ByteBuffer.wrap(first));
            for (int i = 1; i < chunks; i++) {
                byte[] content = new byte[CHUNK];
                random.nextBytes(content);
                disk.put(i, ByteBuffer.wrap(content));
            }
            return writer.commit(
                    List.of(new DiskDescription("vda", "/a", "raw", 0, List.of(), "full", "auto", "", null, 0, 0)));
        }
    }

    private List<String> reserve() throws StoreException {
        List<String> pieces = new ArrayList<>();
        store.list(Reserve.PREFIX, object -> pieces.add(object.key()));
        return pieces;
    }

    private void giveUpTheReserve() throws StoreException {
        for (String piece : reserve()) {
            store.delete(piece);
        }
    }

    @Test
    void deletingAndCollectingMakeRoomInAFullStore(RandomGenerator random) throws IOException {
        Point old = backUp(100, random);
        Point kept = backUp(20, random);
        store.room = store.used();
        assertThatThrownBy(() -> backUp(20, random)).isInstanceOf(StoreFullException.class);
        assertThat(repository.points()).containsExactly(old, kept);

        repository.delete(List.of(old.id()));
        store.room = store.used();
        CollectReport condemned = repository.collector().run(AT_ONCE, Instant.now());
        assertThat(condemned.condemned().packs()).isPositive();
        assertThat(reserve()).hasSize(1);
        CollectReport deleted = repository.collector().run(AT_ONCE, Instant.now());

        assertThat(deleted.deleted().bytes()).isGreaterThan(100L * CHUNK);
        assertThat(repository.reserve().keep()).isTrue();
        assertThat(reserve()).hasSize(2);
        assertThat(repository.check().problems()).isEmpty();
        Point next = backUp(20, random);
        assertThat(repository.points()).containsExactly(kept, next);
    }

    @Test
    void whatCannotBeCopiedForWantOfRoomIsLeftAsItIs(RandomGenerator random) throws IOException {
        byte[] shared = new byte[CHUNK];
        random.nextBytes(shared);
        Point old = backUp(30, random, shared);
        Point kept = backUp(1, random, shared);
        repository.delete(List.of(old.id()));
        giveUpTheReserve();
        store.room = store.used() + 2000;

        CollectReport report = repository.collector().run(AT_ONCE.withLiveRatio(1), Instant.now());

        assertThat(report.storeFull()).isTrue();
        assertThat(report.rewritten().packs()).isZero();
        assertThat(repository.check().problems()).isEmpty();
        assertThat(repository.points()).containsExactly(kept);
    }

    @Test
    void withoutAReserveAFullStoreSaysSo(RandomGenerator random) throws IOException {
        Point old = backUp(20, random);
        repository.delete(List.of(old.id()));
        giveUpTheReserve();
        store.room = store.used();

        assertThatThrownBy(() -> repository.collector().run(AT_ONCE, Instant.now()))
                .isInstanceOf(StoreFullException.class);
        assertThat(repository.reserve().keep()).isFalse();
    }
}
