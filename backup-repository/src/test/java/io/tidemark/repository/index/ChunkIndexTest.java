package io.tidemark.repository.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The local cache is never trusted and never missed: whatever happens to its files, look-ups stay right.
@Seeded
class ChunkIndexTest {

    private static final Sealing REPOSITORY = Sealing.none(RepositoryId.random());

    @TempDir
    Path cache;

    private final MemoryObjectStore bucket = new MemoryObjectStore();
    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    private final ObjectStore store = new MeteredObjectStore(bucket, meter);
    private final List<Entries> written = new ArrayList<>();
    private final List<SegmentId> segments = new ArrayList<>();

    private ChunkIndex open() throws IOException {
        ChunkIndex index = new ChunkIndex(store, REPOSITORY, cache);
        index.refresh();
        return index;
    }

    private void write(ChunkIndex index, RandomGenerator random) throws IOException {
        Entries entries = Entries.random(random, random.nextInt(1, 300), 3);
        SegmentId segment = SegmentId.random();
        index.add(segment, entries.pending().toTable());
        written.add(entries);
        segments.add(segment);
    }

    private void requireKnown(ChunkIndex index) {
        for (Entries entries : written) {
            entries.places().forEach((id, places) -> {
                assertThat(index.find(id)).containsAll(places);
                assertThat(index.contains(id)).isTrue();
            });
        }
        assertThat(index.find(new ChunkId(1, 2, 3, 4))).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void manySegmentsBecomeFewFilesAndAWarmOpenFetchesNothing(RandomGenerator random) throws IOException {
        ChunkIndex index = open();
        for (int i = 0; i < 40; i++) {
            write(index, random);
            requireKnown(index);
        }
        assertThat(files()).hasSizeLessThanOrEqualTo(8);
        long gets = meter.calls().gets();
        index = open();
        requireKnown(index);
        assertThat(meter.calls().gets()).isEqualTo(gets);
    }

    @Test
    void aDeletedCacheIsFetchedAgain(RandomGenerator random) throws IOException {
        ChunkIndex index = open();
        for (int i = 0; i < 12; i++) {
            write(index, random);
        }
        for (Path file : files()) {
            Files.delete(file);
        }
        requireKnown(index);
        index = open();
        requireKnown(index);
    }

    @Test
    void anyDamagedCacheFileIsFoundAndFetchedAgain(RandomGenerator random) throws IOException {
        ChunkIndex index = open();
        write(index, random);
        Path file = files().getFirst();
        byte[] sound = Files.readAllBytes(file);
        for (int at = 0; at < sound.length; at += random.nextInt(1, 60)) {
            byte[] bytes = sound.clone();
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            requireFetchedAgain(file, bytes);
        }
        for (int length : new int[] {0, 1, 44, 60, 64, sound.length - 1}) {
            requireFetchedAgain(file, Arrays.copyOf(sound, length));
        }
        requireFetchedAgain(file, Arrays.copyOf(sound, sound.length + 1));
    }

    private void requireFetchedAgain(Path file, byte[] bytes) throws IOException {
        for (Path each : files()) {
            Files.delete(each);
        }
        Files.write(file, bytes);
        long gets = meter.calls().gets();
        ChunkIndex index = open();
        requireKnown(index);
        assertThat(meter.calls().gets()).isEqualTo(gets + 1);
        assertThat(file).doesNotExist();
    }

    @Test
    void aSegmentThatIsGoneIsForgotten(RandomGenerator random) throws IOException {
        ChunkIndex index = open();
        for (int i = 0; i < 3; i++) {
            write(index, random);
        }
        bucket.delete(segments.getFirst().key());
        ChunkId gone = written.getFirst().places().keySet().iterator().next();
        written.removeFirst();
        index = open();
        assertThat(index.contains(gone)).isFalse();
        requireKnown(index);
    }

    @Test
    void processesShareACacheAndSeeEachOthersSegments(RandomGenerator random) throws IOException {
        ChunkIndex one = open();
        ChunkIndex other = open();
        for (int i = 0; i < 15; i++) {
            write(i % 2 == 0 ? one : other, random);
        }
        one.refresh();
        other.refresh();
        requireKnown(one);
        requireKnown(other);
        ChunkIndex third = open();
        requireKnown(third);
    }

    @Test
    void aDamagedSegmentIsNamedAndHidesNoOther(RandomGenerator random) throws IOException {
        ChunkIndex index = open();
        write(index, random);
        write(index, random);
        String damaged = segments.getFirst().key();
        ByteBuffer object = bucket.get(damaged);
        object.put(100, (byte) ~object.get(100));
        bucket.put(damaged, object, PutMode.ANY);
        bucket.put("index/stranger", ByteBuffer.allocate(3), PutMode.ANY);
        ChunkId lost = written.getFirst().places().keySet().iterator().next();
        written.removeFirst();
        for (Path file : files()) {
            Files.delete(file);
        }
        index = open();
        requireKnown(index);
        assertThat(index.damaged()).containsOnlyKeys(damaged, "index/stranger");
        assertThat(index.contains(lost)).isFalse();
        assertThat(index.unknown("chunk " + lost))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("chunk " + lost);
    }
}
