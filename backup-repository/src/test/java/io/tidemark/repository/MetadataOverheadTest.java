package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an increment costs besides its data. Metadata does not depend on the chunk size, so small chunks stand
/// for those of 64 KiB.
@Seeded
class MetadataOverheadTest {

    private static final int CHUNKS = 131_072;
    private static final int CHANGED = 1312;
    private static final long REAL_CHUNK = 65536;

    @TempDir
    Path cache;

    @Test
    void scatteredChangesOfAFullDiskOf8GibibytesCostLessThan3PercentOfThem(RandomGenerator random) throws IOException {
        try (Repository repository = Repository.init(new MemoryObjectStore(), Backups.format(), cache)) {
            Point base;
            try (PointWriter writer = Backups.begin(repository)) {
                DiskWriter disk = writer.disk(Backups.DISK, (long) CHUNKS * Backups.CHUNK, null);
                for (int chunk = 0; chunk < CHUNKS; chunk++) {
                    disk.put(chunk, content(chunk, 0));
                }
                base = writer.commit(List.of(Backups.describe(Backups.DISK)));
            }
            BitSet changed = new BitSet();
            while (changed.cardinality() < CHANGED) {
                changed.set(random.nextInt(CHUNKS));
            }
            try (PointWriter writer = Backups.begin(repository)) {
                DiskWriter disk = writer.disk(
                        Backups.DISK, (long) CHUNKS * Backups.CHUNK, repository.content(base, Backups.DISK));
                for (int chunk : changed.stream().toArray()) {
                    disk.put(chunk, content(chunk, 1));
                }
                writer.commit(List.of(Backups.describe(Backups.DISK)));

                assertThat(disk.statistics().newChunks()).isEqualTo(CHANGED);
                long metadata = writer.uploadedBytes() - disk.statistics().storedBytes();
                assertThat(metadata / (double) (CHANGED * REAL_CHUNK)).isLessThan(0.03);
            }
        }
    }

    private static ByteBuffer content(int chunk, int version) {
        return ByteBuffer.allocate(Backups.CHUNK).putInt(0, chunk + 1).putInt(4, version);
    }
}
