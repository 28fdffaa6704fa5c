package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The table of one bitmap (qcow2 specification, "Bitmap table"): where each cluster of its bits is.
///
/// The table is read in pieces as it is walked through. Not safe for several threads.
final class BitmapTable {
    /// A cluster of clear bits.
    static final long ALL_ZEROS = 0;
    /// A cluster of set bits.
    static final long ALL_ONES = 1;

    private static final int PIECE_ENTRIES = 8192;
    /// Bits are in memory 16 bytes for each entry of the table that is.
    private static final int BYTES_PER_ENTRY = 16;
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;

    private final ImageSource source;
    private final Header header;
    private final BitmapDirectoryEntry entry;
    private final long fileSize;
    private final int pieceEntries;
    private final ByteBuffer piece;
    private long pieceStart;
    private long pieceEnd;

    /// A table of which the usual piece is in memory.
    BitmapTable(ImageSource source, Header header, BitmapDirectoryEntry entry) throws IOException {
        this(source, header, entry, PIECE_ENTRIES * BYTES_PER_ENTRY);
    }

    /// @param windowBytes  bytes of bits that whoever reads them has in memory: the piece of the table is
    ///     half of that
    BitmapTable(ImageSource source, Header header, BitmapDirectoryEntry entry, int windowBytes) throws IOException {
        this.source = source;
        this.header = header;
        this.entry = entry;
        this.fileSize = source.size();
        this.pieceEntries = windowBytes / BYTES_PER_ENTRY;
        this.piece = ByteBuffer.allocateDirect((int) Math.min(pieceEntries, entry.tableEntries()) * Long.BYTES);
    }

    /// Number of entries.
    long entries() {
        return entry.tableEntries();
    }

    /// Bytes of one cluster.
    int clusterSize() {
        return header.clusterSize();
    }

    ImageSource source() {
        return source;
    }

    /// [#ALL_ZEROS], [#ALL_ONES] or the offset of the cluster, checked to lie inside the file.
    long cluster(long index) throws IOException {
        if (index < pieceStart || index >= pieceEnd) {
            load(index);
        }
        long value = piece.getLong((int) (index - pieceStart) * Long.BYTES);
        long offset = value & OFFSET_MASK;
        boolean reserved = (value & ~(OFFSET_MASK | 1)) != 0;
        if (reserved || (offset != 0 && value != offset)) {
            throw invalid(index, "entry %016x has bits that must be zero".formatted(value));
        }
        if ((offset & (header.clusterSize() - 1)) != 0) {
            throw invalid(index, "offset %d is no multiple of the cluster size".formatted(offset));
        }
        if (offset >= fileSize) {
            throw invalid(index, "offset %d is outside the file of %d bytes".formatted(offset, fileSize));
        }
        return value;
    }

    private void load(long index) throws IOException {
        pieceStart = index - index % pieceEntries;
        pieceEnd = pieceStart;
        int count = (int) Math.min(pieceEntries, entry.tableEntries() - pieceStart);
        piece.clear().limit(count * Long.BYTES);
        source.readPadded(piece, entry.tableOffset() + pieceStart * Long.BYTES);
        pieceEnd = pieceStart + count;
    }

    private BitmapException invalid(long index, String found) {
        return new BitmapException(
                Problem.INVALID,
                source.name(),
                "bitmap \"%s\", table entry %d at offset %d: %s. Back up fully, then remove the bitmap."
                        .formatted(entry.name().text(), index, entry.tableOffset() + index * Long.BYTES, found));
    }
}
