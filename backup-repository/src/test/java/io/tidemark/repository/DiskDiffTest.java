package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.content.DiskDiff;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The difference of two points, found by their maps.
@Seeded
class DiskDiffTest {

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    private final ObjectStore store = new MeteredObjectStore(objects, meter);
    private Repository repository;

    @BeforeEach
    void open() throws IOException {
        repository = Repository.init(store, Backups.format(), cache);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private static final class Found implements DiskDiff.Sink {
        private final List<DataRange> changed = new ArrayList<>();
        private final List<DamagedRange> damaged = new ArrayList<>();
        private long pages;

        @Override
        public void changed(DataRange range) {
            changed.add(range);
        }

        @Override
        public void damaged(DamagedRange range) {
            damaged.add(range);
        }
    }

    private static Found diff(Repository repository, Point before, Point after) throws IOException {
        Found found = new Found();
        DiskContent old = repository.content(before, DISK);
        found.pages = DiskDiff.between(old, repository.content(after, DISK), found);
        return found;
    }

    /// What a comparison byte by byte says, chunk by chunk.
    private static List<DataRange> expected(DiskModel before, DiskModel after) {
        int size = Math.max(before.size(), after.size());
        byte[] a = Arrays.copyOf(before.bytes(), size);
        byte[] b = Arrays.copyOf(after.bytes(), size);
        List<DataRange> ranges = new ArrayList<>();
        for (int start = 0; start < size; start += CHUNK) {
            int end = Math.min(size, start + CHUNK);
            if (Arrays.equals(a, start, end, b, start, end)) {
                continue;
            }
            DataRange last = ranges.isEmpty() ? null : ranges.getLast();
            if (last != null && last.start() + last.length() == start) {
                ranges.set(ranges.size() - 1, new DataRange(last.start(), end - last.start()));
            } else {
                ranges.add(new DataRange(start, end - start));
            }
        }
        return ranges;
    }

    /// Any two disks, of any two sizes, changed and punched anywhere: what the maps tell is what the bytes
    /// tell.
    @RepeatedTest(40)
    void theMapsTellWhatTheBytesTell(RandomGenerator random) throws IOException {
        DiskModel before = new DiskModel(CHUNK, random.nextInt(1, 5000 * random.nextInt(1, 400)));
        for (int i = random.nextInt(30); i > 0; i--) {
            before.scribble(random.nextInt(before.chunkCount()), random);
        }
        DiskModel after = before.copy();
        if (random.nextBoolean()) {
            after.resize(random.nextInt(1, 2_000_000));
        }
        for (int i = random.nextInt(30); i > 0; i--) {
            after.scribble(random.nextInt(after.chunkCount()), random);
        }
        Point first = Backups.backUp(repository, before, null);
        Point second = Backups.backUp(repository, after, random.nextBoolean() ? first : null);

        assertThat(diff(repository, first, second).changed).isEqualTo(expected(before, after));
        assertThat(diff(repository, second, first).changed).isEqualTo(expected(before, after));
        assertThat(diff(repository, first, first).pages).isZero();
    }

    @Test
    void onlyPagesThatDifferAreRead(RandomGenerator random) throws IOException {
        int chunks = 64 * 64 * 5;
        Point first = backUp(chunks, new BitSet(), null);
        BitSet changed = new BitSet();
        while (changed.cardinality() < 20) {
            changed.set(random.nextInt(chunks));
        }
        Point second = backUp(chunks, changed, first);
        long leaves = changed.stream().map(chunk -> chunk / 64).distinct().count();
        long middles = changed.stream().map(chunk -> chunk / 4096).distinct().count();
        try (Repository fresh = Repository.open(store, cache.resolve("reader"))) {
            fresh.listPoints();
            fresh.content(first, DISK).chunkId(0);
            long gets = meter.calls().gets();

            Found found = diff(fresh, first, second);

            long bytes = found.changed.stream().mapToLong(DataRange::length).sum();
            assertThat(bytes).isEqualTo((long) changed.cardinality() * CHUNK);
            // On both sides the root and each page above a change; each of the maps is made of 326 pages.
            assertThat(found.pages).isEqualTo(2 * (1 + middles + leaves)).isLessThan(60);
            assertThat(meter.calls().gets() - gets).isLessThanOrEqualTo(found.pages);
        }
    }

    private Point backUp(int chunks, BitSet changed, @Nullable Point base) throws IOException {
        try (PointWriter writer = Backups.begin(repository)) {
            DiskContent content = base == null ? null : repository.content(base, DISK);
            DiskWriter disk = writer.disk(DISK, (long) chunks * CHUNK, content);
            for (int chunk = 0; chunk < chunks; chunk++) {
                if (base == null || changed.get(chunk)) {
                    ByteBuffer plain = ByteBuffer.allocate(CHUNK);
                    disk.put(chunk, plain.putInt(0, chunk + 1).putInt(4, changed.get(chunk) ? 1 : 0));
                }
            }
            return writer.commit(List.of(Backups.describe(DISK)));
        }
    }

    @Test
    void aDamagedPageIsToldWithItsRangeAndTheRestIsCompared(RandomGenerator random) throws IOException {
        DiskModel before = new DiskModel(CHUNK, 200 * CHUNK);
        random.nextBytes(before.bytes());
        Point first = Backups.backUp(repository, before, null);
        String pages = onlyPackOfPages();
        DiskModel after = before.copy();
        after.bytes()[3 * CHUNK]++;
        after.bytes()[150 * CHUNK]++;
        Point second = Backups.backUp(repository, after, first);
        ByteBuffer pack = objects.get(pages);
        // The first page is the leaf of the first 64 chunks.
        objects.put(pages, pack.put(48 + 500, (byte) ~pack.get(48 + 500)), PutMode.ANY);
        try (Repository fresh = Repository.open(store, cache.resolve("reader"))) {
            Found found = diff(fresh, first, second);

            assertThat(found.changed).containsExactly(new DataRange(150L * CHUNK, CHUNK));
            assertThat(found.damaged).singleElement().satisfies(range -> {
                assertThat(range.point()).isEqualTo(first.id());
                assertThat(range.offset()).isZero();
                assertThat(range.length()).isEqualTo(64L * CHUNK);
                assertThat(range.object()).isEqualTo(pages);
            });
        }
    }

    private String onlyPackOfPages() throws IOException {
        List<String> packs = new ArrayList<>();
        objects.list("packs/", object -> packs.add(object.key()));
        for (String key : packs) {
            if (objects.get(key).get(10) == 2) {
                return key;
            }
        }
        throw new AssertionError("No pack of pages");
    }
}
