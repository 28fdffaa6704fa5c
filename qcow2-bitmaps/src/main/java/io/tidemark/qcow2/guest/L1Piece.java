package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.DirectBuffers;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Some entries of an L1 table that follow each other.
///
/// Threads may share it.
final class L1Piece {
    /// Most entries of a piece: they describe 2 TiB in clusters of 64 KiB.
    static final int MOST = 4096;

    private final int first;
    private final long[] offsets;
    /// Absent tables that were found last, from one on up to another: walking along them asks again and
    /// again.
    private volatile long absentRun;

    private L1Piece(int first, long[] offsets) {
        this.first = first;
        this.offsets = offsets;
    }

    /// @param first  number of the first entry
    /// @param count  how many
    static L1Piece read(ImageSource source, long l1Offset, int first, int count, ChainMemory memory)
            throws IOException {
        long[] offsets = new long[count];
        DirectBuffers buffers = memory.buffers(MOST * Long.BYTES);
        ByteBuffer buffer = buffers.take().limit(count * Long.BYTES);
        try {
            source.readPadded(buffer, l1Offset + (long) first * Long.BYTES);
            buffer.flip().asLongBuffer().get(offsets);
        } finally {
            buffers.giveBack(buffer);
        }
        for (int i = 0; i < count; i++) {
            offsets[i] = L2Entry.hostOffset(offsets[i]);
        }
        return new L1Piece(first, offsets);
    }

    boolean has(int index) {
        return index >= first && index - first < offsets.length;
    }

    /// Where a table is, 0 for nowhere.
    long offset(int index) {
        return offsets[index - first];
    }

    /// The first table after an absent one that is there, or that another piece knows about.
    int absentEnd(int index) {
        long known = absentRun;
        if (index >= (int) (known >>> 32) && index < (int) known) {
            return (int) known;
        }
        int end = index - first + 1;
        while (end < offsets.length && offsets[end] == 0) {
            end++;
        }
        absentRun = (long) index << 32 | (first + end);
        return first + end;
    }
}
