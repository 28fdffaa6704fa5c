package io.tidemark.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.ModelDisk;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class CleanSampleTest {
    private static final int CHUNK = 4_096;
    private static final int CHUNKS = 256;

    @RepeatedTest(100)
    void choosesDistinctCleanChunksThatHoldData(RandomGenerator random) throws IOException {
        ModelDisk disk = new ModelDisk("disk", CHUNKS * CHUNK);
        boolean[] data = new boolean[CHUNKS];
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            if (random.nextInt(3) == 0) {
                data[chunk] = true;
                disk.guestWrites(chunk * CHUNK, new byte[CHUNK]);
            }
        }
        int wanted = random.nextInt(1, 20);
        boolean[] clean = new boolean[CHUNKS];
        CleanSample sample = new CleanSample(disk.open(), CHUNK, wanted, random);
        for (int start = random.nextInt(10); start < CHUNKS; ) {
            int end = Math.min(CHUNKS, start + random.nextInt(1, 60));
            sample.clean((long) start * CHUNK, (long) end * CHUNK);
            Arrays.fill(clean, start, end, true);
            start = end + random.nextInt(1, 20);
        }

        long[] chosen = sample.chunks();

        assertThat(chosen).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(wanted);
        assertThat(chosen).isSorted();
        for (long chunk : chosen) {
            assertThat(clean[(int) chunk] && data[(int) chunk]).isTrue();
        }
    }

    @RepeatedTest(100)
    void findsEnoughThoughTheDataIsAllAtTheStart(RandomGenerator random) throws IOException {
        ModelDisk disk = new ModelDisk("disk", CHUNKS * CHUNK);
        disk.guestWrites(0, new byte[CHUNKS / 20 * CHUNK]);
        CleanSample sample = new CleanSample(disk.open(), CHUNK, 8, random);

        sample.clean(0, (long) CHUNKS * CHUNK);

        assertThat(sample.chunks()).hasSize(8);
    }

    @Test
    void anEmptyDiskGivesNone(RandomGenerator random) throws IOException {
        CleanSample sample = new CleanSample(new ModelDisk("disk", 0).open(), CHUNK, 8, random);

        assertThat(sample.chunks()).isEmpty();
    }

    @RepeatedTest(20)
    void everyChunkCanBeChosen(RandomGenerator random) throws IOException {
        ModelDisk disk = new ModelDisk("disk", 16 * CHUNK);
        disk.guestWrites(0, new byte[16 * CHUNK]);
        boolean[] seen = new boolean[16];
        for (int round = 0; round < 200; round++) {
            CleanSample sample = new CleanSample(disk.open(), CHUNK, 2, random);
            sample.clean(0, 16 * CHUNK);
            for (long chunk : sample.chunks()) {
                seen[(int) chunk] = true;
            }
        }

        assertThat(seen).doesNotContain(false);
    }
}
