package io.tidemark.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.ModelDisk;
import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostRangesTest {
    private static final int CLUSTER = 4_096;

    @Test
    void tellsWhatTheBaseHoldsAndTheImageDoesNot() throws IOException {
        ModelDisk disk = new ModelDisk("disk", 20 * CLUSTER - 512);
        disk.guestWrites(2 * CLUSTER, new byte[3 * CLUSTER]);
        disk.guestWrites(10 * CLUSTER, new byte[CLUSTER]);
        Ranges base = Ranges.of(List.of(
                new ByteRange(0, 4 * CLUSTER),
                new ByteRange(9 * CLUSTER, 2 * CLUSTER),
                new ByteRange(19 * CLUSTER, CLUSTER - 512)));

        assertThat(RangesTest.all(new LostRanges(base, disk.open(), CLUSTER)))
                .containsExactly(
                        new ByteRange(0, 2 * CLUSTER),
                        new ByteRange(9 * CLUSTER, CLUSTER),
                        new ByteRange(19 * CLUSTER, CLUSTER - 512));
    }

    @Test
    void aChunkOfWhichAnythingIsThereIsNotLost() throws IOException {
        ModelDisk disk = new ModelDisk("disk", 8 * CLUSTER);
        disk.guestWrites(CLUSTER, new byte[CLUSTER]);

        assertThat(RangesTest.all(new LostRanges(Ranges.of(0, 8 * CLUSTER), disk.open(), 4 * CLUSTER)))
                .containsExactly(new ByteRange(4 * CLUSTER, 4 * CLUSTER));
    }

    @Test
    void anEmptyBaseCostsNoLookAtTheImage() throws IOException {
        ModelDisk disk = new ModelDisk("disk", CLUSTER);
        DiskSource source = disk.open();
        disk.dieAfter(0);

        assertThat(new LostRanges(Ranges.none(), source, CLUSTER).next()).isNull();
    }
}
