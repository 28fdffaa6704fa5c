package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One refcount block (qcow2 specification, "Host cluster management"): counts of 2^order bits each, in one
/// cluster.
///
/// Counts narrower than a byte fill it from its low bits up; wider ones are big-endian.
final class RefcountBlock {
    private final long offset;
    private final int order;
    private final ByteBuffer content;
    private int dirtyStart = Integer.MAX_VALUE;
    private int dirtyEnd;

    /// @param content  the cluster, owned by the block from now on
    RefcountBlock(long offset, int order, ByteBuffer content) {
        this.offset = offset;
        this.order = order;
        this.content = content;
    }

    static RefcountBlock read(ImageSource source, long offset, int order, int clusterSize) throws IOException {
        ByteBuffer content = ByteBuffer.allocateDirect(clusterSize);
        source.readPadded(content, offset);
        return new RefcountBlock(offset, order, content.flip());
    }

    /// A count; those of 64 bits are unsigned.
    long get(int index) {
        return switch (order) {
            case 0, 1, 2 -> (content.get(index >>> (3 - order)) >>> shift(index)) & mask();
            case 3 -> content.get(index) & 0xffL;
            case 4 -> content.getShort(2 * index) & 0xffffL;
            case 5 -> content.getInt(4 * index) & 0xffffffffL;
            default -> content.getLong(8 * index);
        };
    }

    /// The first index from one on whose count is 0, or the number of counts when there is none.
    int nextFree(int from) {
        int count = content.capacity() << 3 >>> order;
        int perWord = 64 >>> order;
        int index = from;
        while (index < count) {
            if (index % perWord == 0 && allUsed(content.getLong((int) ((long) index << order >>> 3)))) {
                index += perWord;
            } else if (get(index) == 0) {
                return index;
            } else {
                index++;
            }
        }
        return count;
    }

    /// Whether none of the counts in a word is zero: the classic test for a zero byte, for any width.
    private boolean allUsed(long word) {
        long ones = Long.divideUnsigned(-1L, mask());
        long tops = ones << ((1 << order) - 1);
        return ((word - ones) & ~word & tops) == 0;
    }

    /// Sets a count, which must fit into its width.
    void set(int index, long value) {
        switch (order) {
            case 0, 1, 2 -> {
                int at = index >>> (3 - order);
                long others = content.get(at) & ~(mask() << shift(index));
                content.put(at, (byte) (others | value << shift(index)));
            }
            case 3 -> content.put(index, (byte) value);
            case 4 -> content.putShort(2 * index, (short) value);
            case 5 -> content.putInt(4 * index, (int) value);
            default -> content.putLong(8 * index, value);
        }
        int bits = index << order;
        dirtyStart = Math.min(dirtyStart, bits >>> 3);
        dirtyEnd = Math.max(dirtyEnd, ((bits + (1 << order) - 1) >>> 3) + 1);
    }

    /// Writes what was set since it was read.
    void writeBack(ImageSource source) throws IOException {
        if (dirtyStart < dirtyEnd) {
            source.write(content.slice(dirtyStart, dirtyEnd - dirtyStart), offset + dirtyStart);
        }
    }

    /// Writes all of it.
    void writeWhole(ImageSource source) throws IOException {
        source.write(content.duplicate(), offset);
    }

    private int shift(int index) {
        return (index << order) & 7;
    }

    private long mask() {
        return order == 6 ? -1L : (1L << (1 << order)) - 1;
    }
}
