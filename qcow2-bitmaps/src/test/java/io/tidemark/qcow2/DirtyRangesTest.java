package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class DirtyRangesTest {
    @Test
    void bitsCountFromTheLeastSignificantOfEachByte() throws IOException {
        Built built = new ImageFixture(9, 4)
                .bitmap("b", 9, 2, 0, 7, 8, 63, 64, 65, 127, 128, 2047)
                .build();

        assertThat(dirty(built, "b")).containsExactly("0+512", "3584+1024", "32256+1536", "65024+1024", "1048064+512");
    }

    @RepeatedTest(50)
    void rangesAreThoseOfAPlainSetOfBits(RandomGenerator random) throws IOException {
        int granularityBits = random.nextInt(9, 13);
        long size = random.nextLong(1, 1 << 12) * 512;
        int count = (int) ((size + (1L << granularityBits) - 1) >> granularityBits);
        BitSet bits = new BitSet(count);
        for (int i = random.nextInt(60); i > 0; i--) {
            int start = random.nextInt(count);
            bits.set(start, Math.min(count, start + 1 + random.nextInt(1 << random.nextInt(1, 12))));
        }
        Built built = new ImageFixture(9, 4)
                .virtualSize(size)
                .bitmap("b", granularityBits, 2, bits.stream().mapToLong(i -> i).toArray())
                .build();

        List<String> expected = new ArrayList<>();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from);
            long start = (long) from << granularityBits;
            expected.add(start + "+" + (Math.min(size, (long) to << granularityBits) - start));
            from = bits.nextSetBit(to);
        }
        assertThat(dirty(built, "b")).isEqualTo(expected);
        assertThat(handedOver(built, random.nextInt(5))).isEqualTo(expected);
    }

    @Test
    void entriesOfOnesStandForWholeClusters() throws IOException {
        // 2 MiB and 512 bytes at 512: 4097 bits, so two entries of 4096 bits with one bit in the second.
        Built built = new ImageFixture(9, 4)
                .virtualSize((2 << 20) + 512)
                .bitmap("b", 9, 2, 3)
                .build();
        long table = built.tables().getOrDefault("b", 0L);

        built.putLong(table + 8, 1);
        assertThat(dirty(built, "b")).containsExactly("1536+512", "2097152+512");
        built.putLong(table, 1);
        assertThat(dirty(built, "b")).containsExactly("0+2097664");
        built.putLong(table + 8, 0);
        assertThat(dirty(built, "b")).containsExactly("0+2097152");
    }

    @Test
    void strayBitsAfterTheLastGranuleDoNotCount() throws IOException {
        Built built =
                new ImageFixture(9, 4).virtualSize(3 * 512).bitmap("b", 9, 2, 0).build();
        long table = built.tables().getOrDefault("b", 0L);
        ByteBuffer entry = ByteBuffer.allocate(8);
        built.source().readPadded(entry, table);

        built.putByte(entry.getLong(0), 0xf4);

        assertThat(dirty(built, "b")).containsExactly("1024+512");
    }

    /// The ranges of the bitmap `b`: some asked for one by one, the others handed over.
    private static List<String> handedOver(Built built, int asked) throws IOException {
        try (Qcow2Image image = ChangeCase.open(built.source())) {
            List<String> ranges = new ArrayList<>();
            RangeCursor cursor = image.dirtyExtents(image.bitmap("b").orElseThrow());
            for (int i = 0; i < asked; i++) {
                ByteRange range = cursor.next();
                if (range != null) {
                    ranges.add(range.start() + "+" + range.length());
                }
            }
            cursor.forEachRemaining((start, length) -> ranges.add(start + "+" + length));
            return ranges;
        }
    }

    private static List<String> dirty(Built built, String name) throws IOException {
        try (Qcow2Image image = ChangeCase.open(built.source())) {
            return ChangeCase.dirty(image, image.bitmap(name).orElseThrow());
        }
    }
}
