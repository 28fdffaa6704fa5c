package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Checks;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.DirectBuffers;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The active L1 table, held in memory (8 bytes per L2 table), and a few megabytes of L2 tables around where
/// reading goes on.
///
/// Tables that lie behind each other in the file are read in one go. Threads may share it.
final class L2Tables {
    private static final int CACHED_BYTES = 4 << 20;
    private static final int READ_BYTES = 1 << 20;

    private final ImageSource source;
    private final Checks checks;
    private final long l1Offset;
    private final int clusterBits;
    private final long fileSize;
    private final long[] l1;
    private final int mostTables;
    private final DirectBuffers buffers;
    private final Map<Integer, long[]> cache = new LinkedHashMap<>(16, 0.75f, true);
    /// The table that was asked for last: reading in small steps asks for it again and again.
    private volatile @Nullable Latest latest;

    private L2Tables(ImageSource source, Header header, long fileSize, long l1Offset, long[] l1) {
        this.source = source;
        this.checks = new Checks(source.name());
        this.l1Offset = l1Offset;
        this.clusterBits = header.clusterBits();
        this.fileSize = fileSize;
        this.l1 = l1;
        int tablesPerRead = Math.max(1, READ_BYTES >> clusterBits);
        this.mostTables = Math.max(4, CACHED_BYTES >> clusterBits);
        this.buffers = new DirectBuffers(tablesPerRead << clusterBits);
    }

    /// Reads the part of the L1 table that the disk needs.
    static L2Tables open(ImageSource source, Header header, long fileSize, L1Table table) throws IOException {
        long bytes = table.entries() * 8L;
        new Checks(source.name()).inside(table.offset(), bytes, fileSize, "the L1 table");
        long[] l1 = new long[table.entries()];
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(READ_BYTES, bytes));
        for (int at = 0; at < l1.length; at += piece.capacity() / 8) {
            piece.clear().limit(Math.min(piece.capacity(), (l1.length - at) * 8));
            source.readPadded(piece, table.offset() + at * 8L);
            piece.flip();
            piece.asLongBuffer().get(l1, at, piece.limit() / 8);
        }
        return new L2Tables(source, header, fileSize, table.offset(), l1);
    }

    /// Whether the part of the disk that a table describes is wholly unallocated.
    boolean absent(int index) {
        return index >= l1.length || L2Entry.hostOffset(l1[index]) == 0;
    }

    /// The entries of a table, as many longs as a cluster has; the caller must not change them.
    long[] table(int index) throws IOException {
        Latest known = latest;
        if (known != null && known.index() == index) {
            return known.entries();
        }
        long[] cached = cached(index);
        long[] entries = cached != null ? cached : load(index);
        latest = new Latest(index, entries);
        return entries;
    }

    private synchronized long @Nullable [] cached(int index) {
        return cache.get(index);
    }

    private long[] load(int first) throws IOException {
        int count = adjacent(first);
        ByteBuffer buffer = buffers.take();
        try {
            buffer.limit(count << clusterBits);
            source.readPadded(buffer, L2Entry.hostOffset(l1[first]));
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
        synchronized (this) {
            cache.put(index, table);
            if (cache.size() > mostTables) {
                var eldest = cache.entrySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        return table;
    }

    /// How many tables from this one on follow each other in the file, at most as many as one read takes.
    private int adjacent(int first) throws Qcow2FormatException {
        long start = checkedOffset(first);
        int most = ahead(first) ? Math.min(l1.length - first, Math.max(1, READ_BYTES >> clusterBits)) : 1;
        int count = 1;
        while (count < most
                && L2Entry.hostOffset(l1[first + count]) == start + ((long) count << clusterBits)
                && start + ((count + 1L) << clusterBits) <= fileSize) {
            count++;
        }
        return count;
    }

    /// Whether to read tables that nobody asked for yet: when those before were asked for.
    private synchronized boolean ahead(int first) {
        return first == 0 || cache.containsKey(first - 1);
    }

    private long checkedOffset(int index) throws Qcow2FormatException {
        long offset = L2Entry.hostOffset(l1[index]);
        checks.aligned(offset, clusterBits, l1Offset + index * 8L, "L2 table offset");
        checks.inside(offset, 1L << clusterBits, fileSize, "an L2 table");
        return offset;
    }

    // An array as a component is fine here: it is shared and nobody compares these.
    @SuppressWarnings("ArrayRecordComponent")
    private record Latest(int index, long[] entries) {}
}
