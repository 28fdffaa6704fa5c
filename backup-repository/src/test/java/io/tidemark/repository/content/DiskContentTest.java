package io.tidemark.repository.content;

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
import io.tidemark.repository.store.FaultyObjectStore;
import io.tidemark.repository.store.FaultyObjectStore.Fault;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.repository.store.StoreUnavailableException;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Seeded
class DiskContentTest {

    private static final int CHUNK = 4096;
    private static final ReadOptions LITTLE = new ReadOptions(1 << 20, 2, false);

    @TempDir
    Path cache;

    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    private final ObjectStore counting = new MeteredObjectStore(new MemoryObjectStore(), meter);
    private final FaultyObjectStore store = new FaultyObjectStore(counting);
    private Repository repository;

    @BeforeEach
    void init() throws IOException {
        RepositoryFormat format = RepositoryFormat.create(Instant.now()).withChunkSize(CHUNK);
        repository = Repository.init(store, format, cache);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /// A disk with data at the given chunks: the chunk's number, over and over.
    private DiskContent disk(long virtualSize, long... chunks) throws IOException {
        WriteOptions options = new WriteOptions(2 << 20, 2, 1, 1 << 20);
        PointId id = PointId.next(Clock.systemUTC(), RandomGenerator.getDefault());
        try (PointWriter writer = repository.begin(id, "web-1", Instant.now(), options)) {
            DiskWriter disk = writer.disk("vda", virtualSize, null);
            for (long chunk : chunks) {
                ByteBuffer plain = ByteBuffer.allocate((int) Math.min(CHUNK, virtualSize - chunk * CHUNK));
                while (plain.remaining() >= 8) {
                    plain.putLong(chunk + 1);
                }
                disk.put(chunk, plain.clear());
            }
            Point point = writer.commit(List.of(new DiskDescription(
                    "vda", "/images/a", "raw", 0, List.of(), "full", "full", "asked for", null, 0, 0)));
            return repository.content(point, "vda");
        }
    }

    private static long[] everyChunk(int count) {
        return LongStream.range(0, count).toArray();
    }

    private static List<DataRange> ranges(DataCursor cursor) throws IOException {
        List<DataRange> ranges = new ArrayList<>();
        for (DataRange next = cursor.next(); next != null; next = cursor.next()) {
            ranges.add(next);
        }
        return ranges;
    }

    @RepeatedTest(10)
    void dataRangesAreMergedAndClipped(RandomGenerator random) throws IOException {
        int chunks = random.nextInt(1, 40_000);
        BitSet data = new BitSet();
        for (int i = random.nextInt(60); i > 0; i--) {
            int first = random.nextInt(chunks);
            data.set(first, Math.min(chunks, first + random.nextInt(1, 80)));
        }
        long size = (long) chunks * CHUNK - random.nextInt(CHUNK);
        DiskContent content = disk(size, data.stream().asLongStream().toArray());
        long from = random.nextLong(size);
        long length = random.nextLong(size - from + 1);

        List<DataRange> expected = new ArrayList<>();
        for (int start = data.nextSetBit(0); start >= 0; ) {
            int end = data.nextClearBit(start);
            long clippedStart = Math.max(from, (long) start * CHUNK);
            long clippedEnd = Math.min(from + length, (long) end * CHUNK);
            if (clippedStart < clippedEnd) {
                expected.add(new DataRange(clippedStart, clippedEnd - clippedStart));
            }
            start = data.nextSetBit(end);
        }
        assertThat(ranges(content.data(from, length))).isEqualTo(expected);
        assertThat(ranges(content.data(0, 0))).isEmpty();
    }

    @Test
    void aSparseDiskOfFourExbibytesIsReadInAMoment() throws IOException {
        long last = (1L << 47) - 1;
        DiskContent content = disk((1L << 47) * CHUNK, 0, 1, 1L << 40, last);
        List<Long> delivered = new ArrayList<>();

        content.readAll(LITTLE, new ChunkSink() {
            @Override
            public void chunk(long offset, ByteBuffer plain) {
                assertThat(plain.getLong(0)).isEqualTo(offset / CHUNK + 1);
                delivered.add(offset / CHUNK);
            }

            @Override
            public void damaged(DamagedRange range) {
                throw new AssertionError(range.toString());
            }
        });

        assertThat(delivered).containsExactly(0L, 1L, 1L << 40, last);
        assertThat(ranges(content.data(0, content.virtualSize()))).hasSize(3);
    }

    @Test
    void aReadNeedsFewRequests() throws IOException {
        int chunks = 20_000;
        disk((long) chunks * CHUNK, everyChunk(chunks));
        Point point = repository.points().getFirst();
        long packs = meter.calls().puts();
        try (Repository fresh = Repository.open(store, cache)) {
            long before = meter.calls().gets();
            Delivered delivered = new Delivered();
            fresh.content(point, "vda").readAll(ReadOptions.standard(), delivered);

            assertThat(delivered.chunks).isEqualTo(chunks);
            assertThat(meter.calls().gets() - before).isLessThan(20 + 2 * packs);
        }
    }

    private static final class Delivered implements ChunkSink {
        private long chunks;

        @Override
        public void chunk(long offset, ByteBuffer plain) throws IOException {
            chunks++;
        }

        @Override
        public void damaged(DamagedRange range) {
            throw new AssertionError(range.toString());
        }
    }

    @Test
    void aPartIsReadAlone() throws IOException {
        DiskContent content = disk(1000L * CHUNK + 1, everyChunk(1000));
        Delivered delivered = new Delivered();

        content.readAll(100L * CHUNK, 50L * CHUNK - 10, LITTLE, delivered);
        content.readAll(0, 0, LITTLE, delivered);

        assertThat(delivered.chunks).isEqualTo(50);
        assertThatThrownBy(() -> content.readAll(1, 10, LITTLE, delivered))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> content.readAll(0, 1000L * CHUNK + 2, LITTLE, delivered))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFailingStoreEndsTheReadWhateverCallFails() throws IOException {
        DiskContent content = disk(3000L * CHUNK, everyChunk(3000));
        for (int call = 1; ; call++) {
            FaultyObjectStore failing = new FaultyObjectStore(counting).failAt(call, Fault.UNAVAILABLE);
            try (Repository fresh = Repository.open(failing, cache.resolve("reader"))) {
                Delivered delivered = new Delivered();
                fresh.content(content.point(), "vda").readAll(LITTLE.keepingGoing(), delivered);
                if (failing.calls() < call) {
                    assertThat(delivered.chunks).isEqualTo(3000);
                    return;
                }
                throw new AssertionError("Call " + call + " failed, and the read did not");
            } catch (StoreException expected) {
                assertThat(expected).isInstanceOf(StoreUnavailableException.class);
            }
        }
    }

    @Test
    void aFailingSinkEndsTheRead() throws IOException {
        DiskContent content = disk(3000L * CHUNK, everyChunk(3000));
        IOException full = new IOException("No space left on device");

        assertThatThrownBy(() -> content.readAll(LITTLE, new ChunkSink() {
                    @Override
                    public void chunk(long offset, ByteBuffer plain) throws IOException {
                        if (offset >= 700L * CHUNK) {
                            throw full;
                        }
                    }

                    @Override
                    public void damaged(DamagedRange range) {
                        throw new AssertionError(range.toString());
                    }
                }))
                .isSameAs(full);
    }

    @Test
    void anInterruptedReadStopsAndKeepsTheFlag() throws IOException {
        DiskContent content = disk(3000L * CHUNK, everyChunk(3000));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> content.readAll(LITTLE, new Delivered()))
                    .isInstanceOfAny(InterruptedIOException.class, StoreException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void wrongUseIsRefused() throws IOException {
        DiskContent content = disk(10L * CHUNK, 1, 2);

        assertThat(content.chunkId(0)).isNull();
        assertThat(content.chunkId(1)).isNotNull();
        assertThatThrownBy(() -> content.chunkId(10)).hasMessageContaining("has 10 chunks");
        assertThatThrownBy(() -> content.read(10L * CHUNK, ByteBuffer.allocate(1)))
                .hasMessageContaining("web-1");
        assertThatThrownBy(() -> content.read(-1, ByteBuffer.allocate(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReadOptions(1000, 1, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> repository.content(content.point(), "vdb"))
                .hasMessageContaining("disk vdb of point " + content.point().id());
    }
}
