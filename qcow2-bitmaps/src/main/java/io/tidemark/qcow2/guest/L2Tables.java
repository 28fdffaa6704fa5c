package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Checks;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.DirectBuffers;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The L1 table of one state of a disk, of which one piece is in memory, and the L2 tables around where
/// reading goes on, held in what the images of the chain share.
///
/// Tables that lie behind each other in the file are read in one go. Threads may share it.
final class L2Tables {
    private static final int READ_BYTES = 1 << 20;

    private final ImageSource source;
    private final Checks checks;
    private final long l1Offset;
    private final int l1Entries;
    private final int clusterBits;
    private final long fileSize;
    private final ChainMemory memory;
    /// The table that was asked for last: reading in small steps asks for it again and again.
    private volatile @Nullable Latest latest;
    private volatile @Nullable L1Piece latestPiece;

    private L2Tables(ImageSource source, Header header, long fileSize, L1Table l1, ChainMemory memory) {
        this.source = source;
        this.checks = new Checks(source.name());
        this.l1Offset = l1.offset();
        this.l1Entries = l1.entries();
        this.clusterBits = header.clusterBits();
        this.fileSize = fileSize;
        this.memory = memory;
    }

    /// Checks that the part of the L1 table that the disk needs is there.
    static L2Tables open(ImageSource source, Header header, long fileSize, L1Table table, ChainMemory memory)
            throws Qcow2FormatException {
        new Checks(source.name()).inside(table.offset(), table.entries() * 8L, fileSize, "the L1 table");
        return new L2Tables(source, header, fileSize, table, memory);
    }

    /// Whether the part of the disk that a table describes is wholly unallocated.
    boolean absent(int index) throws IOException {
        return l1(index) == 0;
    }

    /// The first table after an absent one that may not be absent: not more than some thousand tables further
    /// on.
    int absentEnd(int index) throws IOException {
        if (index >= l1Entries) {
            return Integer.MAX_VALUE;
        }
        return piece(index).absentEnd(index);
    }

    /// The entries of a table, as many longs as a cluster has; the caller must not change them.
    long[] table(int index) throws IOException {
        Latest known = latest;
        long[] last =
                known == null || known.index() != index ? null : known.entries().get();
        if (last != null) {
            return last;
        }
        long[] cached = memory.table(this, index);
        long[] entries = cached != null ? cached : load(index);
        latest = new Latest(index, new WeakReference<>(entries));
        return entries;
    }

    private long[] load(int first) throws IOException {
        int count = adjacent(first);
        DirectBuffers buffers = memory.buffers(Math.max(READ_BYTES, 1 << clusterBits));
        ByteBuffer buffer = buffers.take();
        try {
            buffer.limit(count << clusterBits);
            source.readPadded(buffer, l1(first));
            buffer.flip();
            long[] wanted = keep(buffer, first);
            for (int i = 1; i < count; i++) {
                keep(buffer, first + i);
            }
            return wanted;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private long[] keep(ByteBuffer buffer, int index) {
        long[] table = new long[1 << (clusterBits - 3)];
        buffer.asLongBuffer().get(table);
        buffer.position(buffer.position() + (1 << clusterBits));
        memory.hold(this, index, table);
        return table;
    }

    /// How many tables from this one on follow each other in the file, at most as many as one read takes.
    private int adjacent(int first) throws IOException {
        long start = checkedOffset(first);
        int most = ahead(first) ? Math.min(l1Entries - first, Math.max(1, READ_BYTES >> clusterBits)) : 1;
        int count = 1;
        while (count < most
                && l1(first + count) == start + ((long) count << clusterBits)
                && start + ((count + 1L) << clusterBits) <= fileSize) {
            count++;
        }
        return count;
    }

    /// Whether to read tables that nobody asked for yet: when those before were asked for.
    private boolean ahead(int first) {
        return first == 0 || memory.holds(this, first - 1);
    }

    private long checkedOffset(int index) throws IOException {
        long offset = l1(index);
        checks.aligned(offset, clusterBits, l1Offset + index * 8L, "L2 table offset");
        checks.inside(offset, 1L << clusterBits, fileSize, "an L2 table");
        return offset;
    }

    /// Where a table is, 0 for nowhere.
    private long l1(int index) throws IOException {
        return index >= l1Entries ? 0 : piece(index).offset(index);
    }

    private L1Piece piece(int index) throws IOException {
        L1Piece known = latestPiece;
        if (known != null && known.has(index)) {
            return known;
        }
        int first = index - index % L1Piece.MOST;
        L1Piece piece = L1Piece.read(source, l1Offset, first, Math.min(L1Piece.MOST, l1Entries - first), memory);
        latestPiece = piece;
        return piece;
    }

    /// Weak, so that what many images of a chain asked for last is not held beside what they share.
    private record Latest(int index, WeakReference<long[]> entries) {}
}
