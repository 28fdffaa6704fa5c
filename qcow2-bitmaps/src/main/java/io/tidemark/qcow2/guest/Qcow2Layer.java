package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Checks;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The cluster mapping of one qcow2 image (specification, "Cluster mapping" and "Extended L2 entries").
///
/// The unit of mapping is the cluster or, with extended L2 entries, its 32nd part; runs of units of one kind
/// come as one mapping, up to the end of an L2 table.
final class Qcow2Layer implements Layer {
    private static final int SUBCLUSTER_BITS = 5;

    private final ImageSource source;
    private final Checks checks;
    private final Header header;
    private final long fileSize;
    private final L2Tables tables;
    private final Decompressor decompressor;
    private final int clusterBits;
    private final int unitBits;
    private final int tableBits;

    private Qcow2Layer(ImageSource source, Header header, long fileSize, L2Tables tables) {
        this.source = source;
        this.checks = new Checks(source.name());
        this.header = header;
        this.fileSize = fileSize;
        this.tables = tables;
        this.decompressor = new Decompressor(source, header, fileSize);
        this.clusterBits = header.clusterBits();
        this.unitBits = header.extendedL2() ? clusterBits - SUBCLUSTER_BITS : clusterBits;
        this.tableBits = 2 * clusterBits - (header.extendedL2() ? 4 : 3);
    }

    static Qcow2Layer open(ImageSource source, Header header) throws IOException {
        long fileSize = source.size();
        return new Qcow2Layer(source, header, fileSize, L2Tables.open(source, header, fileSize));
    }

    @Override
    public ImageSource source() {
        return source;
    }

    @Override
    public long size() {
        return header.virtualSize();
    }

    @Override
    public Mapping map(long offset, long limit) throws IOException {
        long end = offset + Math.min(limit, size() - offset);
        int table = (int) (offset >>> tableBits);
        if (tables.absent(table)) {
            return new Mapping.Unallocated(Math.min(end, endOfAbsent(table)) - offset, Extent.NO_OFFSET);
        }
        long[] entries = tables.table(table);
        long tableStart = (long) table << tableBits;
        long tableEnd = Math.min(end, tableStart + (1L << tableBits));
        Mapping first = unit(entries, offset, tableStart, tableEnd);
        return first instanceof Mapping.Compressed ? first : extended(first, entries, offset, tableStart, tableEnd);
    }

    @Override
    public void decompress(Mapping.Compressed mapping, ByteBuffer dst) throws IOException {
        decompressor.decompress(mapping, dst);
    }

    @Override
    public void close() {
        decompressor.close();
    }

    private long endOfAbsent(int table) {
        int next = table + 1;
        while (next < tables.count() && tables.absent(next)) {
            next++;
        }
        return (long) next << tableBits;
    }

    /// Joins the units after the first for as long as they go on with it.
    private Mapping extended(Mapping first, long[] entries, long offset, long tableStart, long end) throws IOException {
        long length = first.length();
        while (offset + length < end) {
            Mapping next = unit(entries, offset + length, tableStart, end);
            if (!continues(first, length, next)) {
                break;
            }
            length += next.length();
        }
        return switch (first) {
            case Mapping.Data data -> new Mapping.Data(length, data.hostOffset());
            case Mapping.Zero zero -> new Mapping.Zero(length, zero.hostOffset());
            case Mapping.Unallocated none -> new Mapping.Unallocated(length, none.hostOffset());
            case Mapping.Compressed compressed -> compressed;
        };
    }

    private static boolean continues(Mapping first, long length, Mapping next) {
        return switch (first) {
            case Mapping.Data data ->
                next instanceof Mapping.Data(long _, long host) && host == data.hostOffset() + length;
            case Mapping.Zero zero ->
                next instanceof Mapping.Zero(long _, long host)
                        && ExtentCursor.adjacent(zero.hostOffset(), length, host);
            case Mapping.Unallocated none ->
                next instanceof Mapping.Unallocated(long _, long host)
                        && ExtentCursor.adjacent(none.hostOffset(), length, host);
            case Mapping.Compressed _ -> false;
        };
    }

    /// What the unit holds in which an offset lies, from the offset to the unit's end.
    private Mapping unit(long[] entries, long offset, long tableStart, long end) throws IOException {
        int index = (int) ((offset - tableStart) >>> clusterBits);
        int within = (int) (offset & (header.clusterSize() - 1));
        long entry = entries[header.extendedL2() ? 2 * index : index];
        if (L2Entry.compressed(entry)) {
            long left = Math.min(header.clusterSize() - within, end - offset);
            return new Mapping.Compressed(
                    left,
                    within,
                    L2Entry.compressedOffset(entry, clusterBits),
                    L2Entry.compressedLength(entry, clusterBits));
        }
        long left = Math.min((1L << unitBits) - (offset & ((1L << unitBits) - 1)), end - offset);
        long host = L2Entry.hostOffset(entry);
        if (header.extendedL2()) {
            return subcluster(entries[2 * index + 1], within >>> unitBits, host, within, left, offset);
        }
        if (L2Entry.zero(entry)) {
            checks.holds(header.version() >= 3, offset, "L2 entry of guest offset", "no zero flag in version 2", "one");
            return new Mapping.Zero(left, host == 0 ? Extent.NO_OFFSET : host + within);
        }
        return host == 0 ? new Mapping.Unallocated(left, Extent.NO_OFFSET) : data(host, within, left, offset);
    }

    private Mapping subcluster(long bitmap, int number, long host, int within, long left, long offset)
            throws Qcow2FormatException {
        boolean allocated = (bitmap >>> number & 1) != 0;
        boolean zero = (bitmap >>> (32 + number) & 1) != 0;
        checks.holds(
                !allocated || (!zero && host != 0),
                offset,
                "subcluster of guest offset",
                "allocated with a host cluster, or zero, not both",
                "%016x".formatted(bitmap));
        if (allocated) {
            return data(host, within, left, offset);
        }
        long aside = host == 0 ? Extent.NO_OFFSET : host + within;
        return zero ? new Mapping.Zero(left, aside) : new Mapping.Unallocated(left, aside);
    }

    private Mapping data(long host, int within, long left, long offset) throws Qcow2FormatException {
        if ((host & (header.clusterSize() - 1)) != 0) {
            throw Qcow2FormatException.corrupt(
                    source.name(), host, "cluster of guest offset " + offset, "a multiple of the cluster size", host);
        }
        // The last cluster of a file may be cut short: the rest of it is zeros.
        if (host >= fileSize) {
            throw Qcow2FormatException.truncated(
                    source.name(), host, header.clusterSize(), "the cluster of guest offset " + offset, fileSize);
        }
        return new Mapping.Data(left, host + within);
    }
}
