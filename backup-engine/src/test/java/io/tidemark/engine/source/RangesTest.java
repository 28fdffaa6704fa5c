package io.tidemark.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class RangesTest {
    private static final int SIZE = 2_000;

    @RepeatedTest(200)
    void unionCoversWhatAnyPartCoversAndIsMerged(RandomGenerator random) throws IOException {
        BitSet expected = new BitSet();
        Ranges[] parts = new Ranges[random.nextInt(1, 5)];
        for (int part = 0; part < parts.length; part++) {
            BitSet bits = randomBits(random);
            expected.or(bits);
            parts[part] = Ranges.of(rangesOf(bits));
        }

        assertThat(all(Ranges.union(parts))).isEqualTo(rangesOf(expected));
    }

    @RepeatedTest(200)
    void alignmentGrowsToWholeBlocksAndStopsAtTheLimit(RandomGenerator random) throws IOException {
        BitSet bits = randomBits(random);
        int unit = random.nextInt(1, 40);
        int limit = random.nextInt(1, SIZE);
        BitSet expected = new BitSet();
        bits.stream()
                .filter(bit -> bit < limit)
                .forEach(bit -> expected.set(bit / unit * unit, Math.min(limit, (bit / unit + 1) * unit)));

        assertThat(all(Ranges.of(rangesOf(bits)).alignedTo(unit, limit))).isEqualTo(rangesOf(expected));
    }

    @RepeatedTest(200)
    void theDifferenceIsWhatOnlyTheFirstCovers(RandomGenerator random) throws IOException {
        BitSet expected = randomBits(random);
        BitSet removed = randomBits(random);
        Ranges covered = Ranges.of(rangesOf(expected));
        expected.andNot(removed);

        assertThat(all(covered.minus(Ranges.of(rangesOf(removed))))).isEqualTo(rangesOf(expected));
    }

    @Test
    void anEmptyRangeIsNone() throws IOException {
        assertThat(Ranges.of(5, 0).next()).isNull();
        assertThat(Ranges.none().next()).isNull();
    }

    @Test
    void theEndStaysTheEnd() throws IOException {
        Ranges union = Ranges.union(Ranges.of(0, 1), Ranges.of(4, 1));
        all(union);

        assertThat(union.next()).isNull();
        assertThat(union.next()).isNull();
    }

    static List<ByteRange> all(Ranges ranges) throws IOException {
        List<ByteRange> found = new ArrayList<>();
        for (ByteRange range = ranges.next(); range != null; range = ranges.next()) {
            found.add(range);
        }
        return found;
    }

    static List<ByteRange> rangesOf(BitSet bits) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int start = bits.nextSetBit(0); start >= 0; ) {
            int end = bits.nextClearBit(start);
            ranges.add(new ByteRange(start, end - start));
            start = bits.nextSetBit(end);
        }
        return ranges;
    }

    private static BitSet randomBits(RandomGenerator random) {
        BitSet bits = new BitSet();
        for (int run = random.nextInt(12); run > 0; run--) {
            int start = random.nextInt(SIZE);
            bits.set(start, Math.min(SIZE, start + random.nextInt(1, 120)));
        }
        return bits;
    }
}
