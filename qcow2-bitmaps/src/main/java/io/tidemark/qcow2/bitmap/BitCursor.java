package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The dirty ranges of a stored bitmap. Neighbouring dirty granules come as one range; the last range is cut
/// at the end of the disk.
///
/// Bits are looked at 64 at a time: where neighbours differ a range starts or ends, and nothing else is
/// visited. So the worst of bitmaps, where every second bit is set, costs a few nanoseconds a range.
final class BitCursor implements RangeCursor {
    private static final int WINDOW_BYTES = 128 * 1024;

    private final BitmapTable table;
    private final long virtualSize;
    private final int granularityBits;
    private final long bits;
    /// Bits of the window are counted from the least significant of the first byte, as little-endian words
    /// have them. Its position is where the word after the current one is.
    private final ByteBuffer window;

    /// The first bit after the window.
    private long windowEnd;
    /// The first bit of the current word.
    private long word;
    /// The first bit after the current word, or after what was passed over.
    private long after;
    /// Which bits of the current word differ from the bit before; those of ranges handed out are left out, so
    /// the first starts a range.
    private long edges;
    /// The last bit of the current word, in the lowest place.
    private long last;

    /// With a window of the usual size.
    BitCursor(BitmapTable table, long virtualSize, int granularityBits) {
        this(table, virtualSize, granularityBits, WINDOW_BYTES);
    }

    /// @param windowBytes  how many bytes of the bitmap to have in memory: a power of two from 512 on
    BitCursor(BitmapTable table, long virtualSize, int granularityBits, int windowBytes) {
        this.table = table;
        this.virtualSize = virtualSize;
        this.granularityBits = granularityBits;
        this.bits = BitmapDirectoryEntry.bits(virtualSize, granularityBits);
        this.window = ByteBuffer.allocateDirect(windowBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /// @throws io.tidemark.qcow2.failure.BitmapException  when the bitmap's table breaks the format
    @Override
    public @Nullable ByteRange next() throws IOException {
        long start = nextEdge();
        return start >= bits ? null : new ByteRange(byteOf(start), byteOf(nextEdge()) - byteOf(start));
    }

    @Override
    public void forEachRemaining(Receiver receiver) throws IOException {
        for (long first = nextEdge(); first < bits; first = nextEdge()) {
            long start = byteOf(first);
            receiver.take(start, byteOf(nextEdge()) - start);
            takeRestOfWord(receiver);
        }
    }

    /// All ranges that start and end inside the current word, whose edges are all before the end of the disk.
    private void takeRestOfWord(Receiver receiver) throws IOException {
        long base = word;
        int shift = granularityBits;
        long left = edges;
        int first = Long.numberOfTrailingZeros(left);
        if (left != 0 && left == -1L << first && (first & 1) == 0) {
            // The worst of words, in which granules alternate to its end: nothing to look for.
            long length = 1L << shift;
            for (int bit = first; bit < Long.SIZE; bit += 2) {
                receiver.take((base + bit) << shift, length);
            }
            edges = 0;
            return;
        }
        long second = left & (left - 1);
        while (second != 0) {
            int start = Long.numberOfTrailingZeros(left);
            int end = Long.numberOfTrailingZeros(second);
            left = second & (second - 1);
            second = left & (left - 1);
            receiver.take((base + start) << shift, (long) (end - start) << shift);
        }
        edges = left;
    }

    private long byteOf(long bit) {
        return bit < bits ? bit << granularityBits : virtualSize;
    }

    /// The next bit that differs from the one before; the number of bits when there is none.
    private long nextEdge() throws IOException {
        while (edges == 0) {
            if (after >= bits) {
                return bits;
            }
            if (after == windowEnd) {
                load();
            } else {
                findWord();
            }
        }
        long edge = word + Long.numberOfTrailingZeros(edges);
        edges &= edges - 1;
        return edge;
    }

    /// Goes on to the next word of the window in which something changes.
    private void findWord() {
        int position = window.position();
        int end = window.limit();
        long found = 0;
        long before = last;
        while (position < end && found == 0) {
            long value = window.getLong(position);
            position += Long.BYTES;
            found = value ^ (value << 1 | before);
            before = value >>> 63;
        }
        after = windowEnd - ((long) (end - position) << 3);
        word = after - Long.SIZE;
        if (after > bits) {
            // Stray bits after the last of the disk do not count.
            found &= word < bits ? -1L >>> (after - bits) : 0;
        }
        window.position(position);
        edges = found;
        last = before;
    }

    /// Brings in as many clusters that are neighbours in the file as the window takes, or a part of one that
    /// is larger, or passes over a run of equal all-zeros or all-ones entries.
    private void load() throws IOException {
        long bitsPerCluster = table.clusterSize() * 8L;
        long first = after / bitsPerCluster;
        long cluster = table.cluster(first);
        long next = first + 1;
        if (cluster == BitmapTable.ALL_ZEROS || cluster == BitmapTable.ALL_ONES) {
            while (next < table.entries() && table.cluster(next) == cluster) {
                next++;
            }
            word = after;
            edges = last ^ cluster;
            last = cluster;
            windowEnd = next * bitsPerCluster;
            after = windowEnd;
            return;
        }
        int within = (int) ((after - first * bitsPerCluster) >>> 3);
        int length = Math.min(window.capacity(), table.clusterSize() - within);
        while (next < table.entries()
                && length + table.clusterSize() <= window.capacity()
                && table.cluster(next) == cluster + (next - first) * table.clusterSize()) {
            next++;
            length += table.clusterSize();
        }
        table.source().readPadded(window.clear().limit(length), cluster + within);
        window.flip();
        windowEnd = after + length * 8L;
    }
}
