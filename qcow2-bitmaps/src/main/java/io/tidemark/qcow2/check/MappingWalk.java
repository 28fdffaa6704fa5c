package io.tidemark.qcow2.check;

import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Goes through an L1 table and the L2 tables it names.
///
/// The L1 table is read in pieces, and of each piece every L2 table once, in the order of the file, however
/// often it is named: what it names counts as often.
final class MappingWalk {
    private static final int PIECE_ENTRIES = 1 << 16;
    private static final long L1_RESERVED = 0x7f00_0000_0000_01ffL;
    private static final long L2_RESERVED = 0x3f00_0000_0000_01feL;
    private static final long ALLOCATED_SUBCLUSTERS = 0xffff_ffffL;
    private static final int SUBCLUSTERS = 32;

    private final ImageSource source;
    private final Header header;
    private final References references;
    private final long fileSize;
    private final ByteBuffer table;

    MappingWalk(ImageSource source, Header header, References references) throws IOException {
        this.source = source;
        this.header = header;
        this.references = references;
        this.fileSize = source.size();
        this.table = ByteBuffer.allocateDirect(header.clusterSize());
    }

    /// @param active  whether its entries say if clusters are used once: only those of the active disk do
    void walk(long l1Offset, int entries, boolean active) throws IOException {
        if (entries == 0) {
            return;
        }
        references.used(Use.L1_TABLE, l1Offset, entries * 8L, 1);
        // Behind the end of the file all entries are zero.
        long bytes = Math.clamp((fileSize - l1Offset + 7) & -8, 0, entries * 8L);
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(bytes, PIECE_ENTRIES * 8L));
        for (long at = 0; at < bytes; at += piece.capacity()) {
            piece.clear().limit((int) Math.min(piece.capacity(), bytes - at));
            source.readPadded(piece, l1Offset + at);
            long[] l1 = new long[piece.flip().remaining() / 8];
            piece.asLongBuffer().get(l1);
            walkPiece(l1, l1Offset + at, active);
        }
    }

    private void walkPiece(long[] l1, long where, boolean active) throws IOException {
        for (int i = 0; i < l1.length; i++) {
            long entry = l1[i];
            long offset = L2Entry.hostOffset(entry);
            if ((entry & L1_RESERVED) != 0 || (entry != 0 && offset == 0)) {
                references.broken("L1 entry at %d: %016x has bits that must be zero", where + i * 8L, entry);
            }
            if (offset != 0) {
                references.used(Use.L2_TABLE, offset, header.clusterSize(), 1);
                if (active) {
                    references.saysUsedOnce(Use.L2_TABLE, offset, entry < 0);
                }
            }
        }
        long[] tables = Arrays.stream(l1).map(L2Entry::hostOffset).sorted().toArray();
        int times;
        for (int i = 0; i < tables.length; i += times) {
            times = 1;
            while (i + times < tables.length && tables[i + times] == tables[i]) {
                times++;
            }
            if (tables[i] != 0 && tables[i] < fileSize && header.isAligned(tables[i])) {
                walkTable(tables[i], times, active);
            }
        }
    }

    private void walkTable(long offset, int times, boolean active) throws IOException {
        source.readPadded(table.clear(), offset);
        int step = header.extendedL2() ? 2 * Long.BYTES : Long.BYTES;
        for (int at = 0; at < table.capacity(); at += step) {
            long entry = table.getLong(at);
            long subclusters = header.extendedL2() ? table.getLong(at + Long.BYTES) : 0;
            if (L2Entry.compressed(entry)) {
                walkCompressed(entry, subclusters, offset + at, times);
            } else if (entry != 0 || subclusters != 0) {
                walkStandard(entry, subclusters, offset + at, times, active);
            }
        }
    }

    private void walkCompressed(long entry, long subclusters, long where, int times) {
        if ((entry & L2Entry.COPIED) != 0) {
            references.broken("L2 entry at %d: a compressed cluster must not say that it is used once", where);
        }
        if (subclusters != 0) {
            references.broken("L2 entry at %d: a compressed cluster has no subclusters", where);
        }
        if (header.dataFile()) {
            references.broken("L2 entry at %d: no cluster is compressed in an external data file", where);
            return;
        }
        long start = L2Entry.compressedOffset(entry, header.clusterBits());
        references.used(Use.COMPRESSED, start, L2Entry.compressedLength(entry, header.clusterBits()), times);
    }

    private void walkStandard(long entry, long subclusters, long where, int times, boolean active) throws IOException {
        long offset = L2Entry.hostOffset(entry);
        if ((entry & L2_RESERVED) != 0) {
            references.broken("L2 entry at %d: %016x has bits that must be zero", where, entry);
        }
        boolean both = (subclusters & subclusters >>> SUBCLUSTERS) != 0;
        // A data file's first cluster is at 0, and marked by the other bit.
        boolean placed = offset != 0 || (header.dataFile() && (entry & L2Entry.COPIED) != 0);
        boolean homeless = !placed && (subclusters & ALLOCATED_SUBCLUSTERS) != 0;
        if (both || homeless) {
            references.broken(
                    "L2 entry at %d: subclusters %016x of the cluster at %d contradict each other",
                    where, subclusters, offset);
        }
        if (header.dataFile()) {
            walkExternal(entry, offset, where);
        } else if (offset != 0) {
            references.used(Use.DATA, offset, header.clusterSize(), times);
            if (active) {
                references.saysUsedOnce(Use.DATA, offset, entry < 0);
            }
        }
    }

    /// Clusters of the data file are not counted, and so always used once.
    private void walkExternal(long entry, long offset, long where) {
        if (!header.isAligned(offset)) {
            references.broken("L2 entry at %d: %d is no multiple of the cluster size", where, offset);
        }
        if (offset != 0 && (entry & L2Entry.COPIED) == 0) {
            references.broken("L2 entry at %d: a cluster of the data file says used more than once", where);
        }
    }
}
