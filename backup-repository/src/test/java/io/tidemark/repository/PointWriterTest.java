package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Seeded
class PointWriterTest {

    @TempDir
    Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();

    private Repository init() throws IOException {
        return Repository.init(store, Backups.format(), cache);
    }

    private static DiskModel noise(int chunks, RandomGenerator random) {
        DiskModel model = new DiskModel(CHUNK, chunks * CHUNK);
        random.nextBytes(model.bytes());
        return model;
    }

    @Test
    void everyOutcomeIsToldAndCounted(RandomGenerator random) throws IOException {
        try (Repository repository = init()) {
            DiskModel base = noise(4, random);
            Point point = Backups.backUp(repository, base, null);
            ByteBuffer fresh = noise(1, random).chunk(0);
            try (PointWriter writer = Backups.begin(repository)) {
                DiskWriter disk = Backups.startDisk(repository, writer, base, point);

                assertThat(disk.put(0, base.chunk(0))).isEqualTo(StoreOutcome.UNCHANGED);
                assertThat(disk.put(1, base.chunk(2))).isEqualTo(StoreOutcome.KNOWN);
                assertThat(disk.put(2, fresh)).isEqualTo(StoreOutcome.NEW);
                assertThat(disk.put(3, ByteBuffer.allocate(CHUNK))).isEqualTo(StoreOutcome.HOLE);
                assertThat(disk.statistics()).isEqualTo(new DiskStatistics(1, 1, 1, 1, CHUNK));
                assertThat(fresh.remaining()).isEqualTo(CHUNK);
            }
        }
    }

    @Test
    void chunksNeverGivenKeepTheBaseAndHolesReplaceIt(RandomGenerator random) throws IOException {
        try (Repository repository = init()) {
            DiskModel model = noise(200, random);
            Point base = Backups.backUp(repository, model, null);
            DiskModel next = model.copy();
            try (PointWriter writer = Backups.begin(repository)) {
                DiskWriter disk = Backups.startDisk(repository, writer, next, base);
                Arrays.fill(next.bytes(), 10 * CHUNK, 150 * CHUNK, (byte) 0);
                disk.hole(10, 40);
                next.scribble(70, random);
                disk.put(70, next.chunk(70));
                disk.hole(50, 100);
                Point point = writer.commit(List.of(Backups.describe(DISK)));
                Backups.requireSame(repository, point, next);
            }
        }
    }

    @Test
    void anUnchangedDiskCostsOneSmallManifest(RandomGenerator random) throws IOException {
        StoreMeter meter = new StoreMeter(StoreLimits.NONE);
        ObjectStore counting = new MeteredObjectStore(store, meter);
        try (Repository repository = Repository.init(counting, Backups.format(), cache)) {
            DiskModel model = noise(2000, random);
            Point base = Backups.backUp(repository, model, null);
            long before = meter.calls().bytesUp();
            long puts = meter.calls().puts();
            try (PointWriter writer = Backups.begin(repository)) {
                model.putAll(Backups.startDisk(repository, writer, model, base));
                Point point = writer.commit(List.of(Backups.describe(DISK)));

                assertThat(point.disk(DISK).orElseThrow().root())
                        .isEqualTo(base.disk(DISK).orElseThrow().root());
                assertThat(meter.calls().puts() - puts).isEqualTo(1);
                assertThat(meter.calls().bytesUp() - before)
                        .isEqualTo(writer.uploadedBytes())
                        .isLessThan(1024);
            }
        }
    }

    @Test
    void whatHasLeftAndWhatWaitsIsToldWhileAPackIsOnItsWay(RandomGenerator random) throws IOException {
        List<long[]> seen = new ArrayList<>();
        PointWriter[] writing = new PointWriter[1];
        ObjectStore telling = new ForwardingObjectStore(store) {
            @Override
            public void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
                if (key.startsWith("packs/")) {
                    int half = content.remaining() / 2;
                    sent.told(half);
                    note();
                    // Another attempt begins; what was sent does not count again.
                    sent.told(half / 2);
                    note();
                    super.put(key, content, mode);
                    sent.told(content.remaining());
                    note();
                } else {
                    super.put(key, content, mode);
                }
            }

            private void note() {
                seen.add(new long[] {writing[0].uploadedBytes(), writing[0].waitingBytes()});
            }
        };
        try (Repository repository = Repository.init(telling, Backups.format(), cache)) {
            DiskModel model = noise(100, random);
            try (PointWriter writer = Backups.begin(repository)) {
                writing[0] = writer;
                model.putAll(Backups.startDisk(repository, writer, model, null));
                assertThat(writer.uploadedBytes()).isZero();
                assertThat(writer.waitingBytes()).isEqualTo(100 * CHUNK);
                writer.commit(List.of(Backups.describe(DISK)));

                assertThat(writer.waitingBytes()).isZero();
                assertThat(seen).extracting(each -> each[0]).isSorted().startsWith(seen.get(1)[0]);
                assertThat(seen.getFirst()[0]).isBetween(90L * CHUNK / 2, 110L * CHUNK / 2);
                assertThat(seen).allSatisfy(each -> assertThat(each[1]).isNotNegative());
            }
        }
    }

    @Test
    void aDiskCutInsideAChunkDoesNotShowTheOldBytesWhenItGrows(RandomGenerator random) throws IOException {
        try (Repository repository = init()) {
            DiskModel model = noise(100, random);
            Point whole = Backups.backUp(repository, model, null);
            model.resize(60 * CHUNK + 100);
            Point cut = backUpWithoutPuts(repository, model, whole);
            model.resize(5000 * CHUNK + 1);
            Point grown = backUpWithoutPuts(repository, model, cut);

            Backups.requireSame(repository, grown, model);
            assertThat(repository.check().problems()).isEmpty();
        }
    }

    private static Point backUpWithoutPuts(Repository repository, DiskModel model, Point base) throws IOException {
        try (PointWriter writer = Backups.begin(repository)) {
            Backups.startDisk(repository, writer, model, base);
            return writer.commit(List.of(Backups.describe(DISK)));
        }
    }

    @Test
    void equalChunksPutByManyThreadsAreStoredOnce(RandomGenerator random) throws Exception {
        DiskModel few = noise(50, random);
        try (Repository repository = init();
                PointWriter writer = Backups.begin(repository);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            DiskWriter disk = writer.disk(DISK, 2000L * CHUNK, null);
            List<Future<StoreOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                int chunk = i;
                outcomes.add(threads.submit(() -> disk.put(chunk, few.chunk(chunk % 50))));
            }
            for (Future<StoreOutcome> each : outcomes) {
                assertThat(each.get()).isIn(StoreOutcome.NEW, StoreOutcome.KNOWN);
            }
            Point point = writer.commit(List.of(Backups.describe(DISK)));

            assertThat(disk.statistics().newChunks()).isEqualTo(50);
            DiskModel expected = new DiskModel(CHUNK, 2000 * CHUNK);
            for (int i = 0; i < 2000; i++) {
                expected.chunk(i).put(few.chunk(i % 50));
            }
            Backups.requireSame(repository, point, expected);
        }
    }

    @Test
    void twoWorkersMayStoreTheSameChunksAtOnce(RandomGenerator random) throws IOException {
        DiskModel model = noise(300, random);
        try (Repository one = init();
                Repository other = Repository.open(store, cache.resolve("other"));
                PointWriter first = Backups.begin(one);
                PointWriter second = Backups.begin(other)) {
            model.putAll(first.disk(DISK, model.size(), null));
            model.putAll(second.disk(DISK, model.size(), null));
            Point firstPoint = first.commit(List.of(Backups.describe(DISK)));
            Point secondPoint = second.commit(List.of(Backups.describe(DISK)));

            Backups.requireSame(one, secondPoint, model);
            Backups.requireSame(other, firstPoint, model);
            assertThat(one.check().problems()).isEmpty();
        }
    }

    @Test
    void aMachineWithSeveralDisksIsOnePoint(RandomGenerator random) throws IOException {
        DiskModel system = noise(30, random);
        DiskModel data = noise(300, random);
        try (Repository repository = init();
                PointWriter writer = Backups.begin(repository)) {
            system.putAll(writer.disk("vda", system.size(), null));
            data.putAll(writer.disk("vdb", data.size(), null));
            DiskWriter empty = writer.disk("vdc", 0, null);
            assertThat(empty.chunkCount()).isZero();
            Point point =
                    writer.commit(List.of(Backups.describe("vdc"), Backups.describe("vda"), Backups.describe("vdb")));

            assertThat(point.disks()).extracting("name").containsExactly("vdc", "vda", "vdb");
            system.requireSame(repository.content(point, "vda"));
            data.requireSame(repository.content(point, "vdb"));
            assertThat(repository.point(point.id())).contains(point);
        }
    }

    @Test
    void moreChunksThanOneSegmentHoldsGoIntoSeveral() throws IOException {
        int chunks = 140_000;
        try (Repository repository = init();
                PointWriter writer = Backups.begin(repository)) {
            DiskWriter disk = writer.disk(DISK, (long) chunks * CHUNK, null);
            ByteBuffer content = ByteBuffer.allocate(CHUNK);
            for (int i = 0; i < chunks; i++) {
                disk.put(i, content.putInt(0, i + 1));
            }
            Point point = writer.commit(List.of(Backups.describe(DISK)));

            List<String> segments = new ArrayList<>();
            store.list("index/", object -> segments.add(object.key()));
            assertThat(segments).hasSizeGreaterThanOrEqualTo(2);
            ByteBuffer back = ByteBuffer.allocate(8);
            for (int i = 0; i < chunks; i += 997) {
                repository.content(point, DISK).read((long) i * CHUNK, back.clear());
                assertThat(back.getInt(0)).isEqualTo(i + 1);
            }
            assertThat(repository.check().problems()).isEmpty();
        }
    }

    @Test
    void wrongUseIsRefused(RandomGenerator random) throws IOException {
        try (Repository repository = init();
                PointWriter writer = Backups.begin(repository)) {
            DiskWriter disk = writer.disk(DISK, 3 * CHUNK + 10, null);
            ByteBuffer chunk = noise(1, random).chunk(0);

            assertThatThrownBy(() -> disk.put(4, chunk)).hasMessageContaining("has 4 chunks");
            assertThatThrownBy(() -> disk.put(-1, chunk)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> disk.put(3, chunk)).hasMessageContaining("has 10 bytes, not 4096");
            assertThatThrownBy(() -> disk.put(0, chunk.slice(0, 10))).hasMessageContaining("has 4096 bytes, not 10");
            assertThatThrownBy(() -> disk.hole(3, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.disk(DISK, 1, null)).hasMessageContaining("started already");
            assertThatThrownBy(() -> writer.disk("vdb", -1, null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.commit(List.of())).hasMessageContaining("0 are described");
            assertThatThrownBy(() -> writer.commit(List.of(Backups.describe("vdx"))))
                    .hasMessageContaining("vdx was not started");
            writer.commit(List.of(Backups.describe(DISK)));
            assertThatThrownBy(() -> writer.commit(List.of(Backups.describe(DISK))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
