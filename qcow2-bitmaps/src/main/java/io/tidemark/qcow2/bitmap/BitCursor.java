package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The dirty ranges of a stored bitmap. Neighbouring dirty granules come as one range; the last range is cut at the
/// end of the disk.
final class BitCursor implements RangeCursor {
    private static final int WINDOW_BYTES = 128 * 1024;
    private static final long LOOK = 1;

    private final BitmapTable table;
    private final long virtualSize;
    private final int granularityBits;
    private final long bits;
    /// Bits of the window are counted from the least significant of the first byte, as little-endian words have
    /// them.
    private final ByteBuffer window;

    private long windowStart;
    private long windowEnd;
    /// What all bits of the window are, when no bytes were read for it: 0, -1 for ones, 1 for "look at the bytes".
    private long uniform = LOOK;

    private long at;

    BitCursor(BitmapTable table, long virtualSize, int granularityBits) {
        this.table = table;
        this.virtualSize = virtualSize;
        this.granularityBits = granularityBits;
        this.bits = BitmapDirectoryEntry.bits(virtualSize, granularityBits);
        this.window = ByteBuffer.allocateDirect(Math.max(WINDOW_BYTES, table.clusterSize()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws io.tidemark.qcow2.failure.BitmapException  when the bitmap's table breaks the format
    @Override
    public @Nullable ByteRange next() throws IOException {
        long first = find(0);
        if (first >= bits) {
            return null;
        }
        long after = find(-1L);
        long start = first << granularityBits;
        long end = after >= bits ? virtualSize : after << granularityBits;
        return new ByteRange(start, end - start);
    }

    /// Moves to the next bit, from where the cursor is, that differs from those of a pattern of 64 equal
    /// ones; stray bits after the last of the disk do not count.
    private long find(long skipped) throws IOException {
        while (at < bits) {
            if (at < windowStart || at >= windowEnd) {
                load();
            }
            if (uniform == skipped) {
                at = windowEnd;
            } else if (uniform != LOOK || findInWindow(skipped)) {
                return Math.min(at, bits);
            }
        }
        at = bits;
        return bits;
    }

    private boolean findInWindow(long skipped) {
        int position = (int) ((at - windowStart) >>> 6) << 3;
        int end = (int) ((windowEnd - windowStart) >>> 3);
        long word = (window.getLong(position) ^ skipped) & (-1L << (at & 63));
        while (word == 0) {
            position += Long.BYTES;
            if (position >= end) {
                at = windowEnd;
                return false;
            }
            word = window.getLong(position) ^ skipped;
        }
        at = windowStart + ((long) position << 3) + Long.numberOfTrailingZeros(word);
        return true;
    }

    /// Brings in the clusters from the cursor on: a run of equal all-zeros or all-ones entries, or as many
    /// neighbours in the file as one read takes.
    private void load() throws IOException {
        long bitsPerCluster = table.clusterSize() * 8L;
        long first = at / bitsPerCluster;
        long cluster = table.cluster(first);
        long after = first + 1;
        windowStart = first * bitsPerCluster;
        windowEnd = windowStart;
        if (cluster == BitmapTable.ALL_ZEROS || cluster == BitmapTable.ALL_ONES) {
            while (after < table.entries() && table.cluster(after) == cluster) {
                after++;
            }
            uniform = -cluster;
        } else {
            int most = window.capacity() / table.clusterSize();
            while (after < table.entries()
                    && after - first < most
                    && table.cluster(after) == cluster + (after - first) * table.clusterSize()) {
                after++;
            }
            uniform = LOOK;
            window.clear().limit((int) (after - first) * table.clusterSize());
            table.source().readPadded(window, cluster);
        }
        windowEnd = after * bitsPerCluster;
    }
}
