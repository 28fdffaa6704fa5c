package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Checks;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.L2Entry;

/// What the entries of L2 tables mean (specification, "Cluster mapping" and "Extended L2 entries").
///
/// The unit of mapping is the cluster or, with extended L2 entries, its 32nd part. Entries go through here
/// by the million, so nothing is allocated on the way along a run.
final class ClusterMap {
    private static final int SUBCLUSTER_BITS = 5;
    private static final long LOW_HALF = 0xffff_ffffL;
    /// Bits of an entry that decide where a cluster is and of what kind, when entries have no subclusters.
    private static final long PLAIN_WORD = L2Entry.OFFSET_MASK | 1L << 62 | 1;
    /// The same for extended entries, which keep the kind elsewhere.
    private static final long EXTENDED_WORD = L2Entry.OFFSET_MASK | 1L << 62;

    /// Of what kind a unit is.
    private enum Kind {
        DATA,
        ZERO,
        UNALLOCATED
    }

    private final Header header;
    private final Checks checks;
    private final boolean extended;
    private final boolean dataFile;
    private final long dataSize;
    private final int clusterBits;
    private final int unitBits;
    private final int unitsPerCluster;
    private final long word;

    /// @param dataSize  where the file that plain data are in ends
    ClusterMap(Header header, String image, long dataSize) {
        this.header = header;
        this.checks = new Checks(image);
        this.extended = header.extendedL2();
        this.dataFile = header.dataFile();
        this.dataSize = dataSize;
        this.clusterBits = header.clusterBits();
        this.unitBits = extended ? clusterBits - SUBCLUSTER_BITS : clusterBits;
        this.unitsPerCluster = 1 << (clusterBits - unitBits);
        // With a data file, host offset 0 is a place like any other; then bit 63 tells it from no place.
        this.word = (extended ? EXTENDED_WORD : PLAIN_WORD) | (dataFile ? L2Entry.COPIED : 0);
    }

    /// Log2 of the guest bytes that one L2 table describes.
    int tableBits() {
        return 2 * clusterBits - (extended ? 4 : 3);
    }

    /// The longest run from an offset on that is of one kind and in one piece.
    ///
    /// @param entries  the L2 table
    /// @param tableStart  first guest offset it describes
    /// @param end  where to stop: not beyond what the table describes
    Mapping map(long[] entries, long tableStart, long offset, long end) throws Qcow2FormatException {
        int index = (int) ((offset - tableStart) >>> clusterBits);
        int within = (int) (offset & (header.clusterSize() - 1));
        long entry = entry(entries, index);
        if (L2Entry.compressed(entry)) {
            checks.holds(!dataFile, offset, "L2 entry of guest offset", "no compression with a data file", "some");
            return new Mapping.Compressed(
                    Math.min(header.clusterSize() - within, end - offset),
                    within,
                    L2Entry.compressedOffset(entry, clusterBits),
                    L2Entry.compressedLength(entry, clusterBits));
        }
        Kind kind = kind(entries, index, within >>> unitBits, offset);
        boolean placed = placed(entry);
        if (placed) {
            checkPlace(L2Entry.hostOffset(entry), offset - within, offset);
        }
        long host = placed ? L2Entry.hostOffset(entry) + within : Extent.NO_OFFSET;
        long length = runEnd(entries, tableStart, offset, end, kind) - offset;
        return switch (kind) {
            case DATA -> new Mapping.Data(insideFile(host, length, offset), host);
            case ZERO -> new Mapping.Zero(length, host);
            case UNALLOCATED -> new Mapping.Unallocated(length, host);
        };
    }

    private long runEnd(long[] entries, long tableStart, long offset, long end, Kind kind) {
        int index = (int) ((offset - tableStart) >>> clusterBits);
        int unit = (int) ((offset & (header.clusterSize() - 1)) >>> unitBits);
        long entry = entry(entries, index);
        long expected = entry & word;
        int step = placed(entry) ? header.clusterSize() : 0;
        long clusterStart = offset & -header.clusterSize();
        int alike = unit + alike(entries, index, unit, kind);
        while (alike == unitsPerCluster && clusterStart + header.clusterSize() < end) {
            clusterStart += header.clusterSize();
            index++;
            expected += step;
            alike = (entry(entries, index) & word) == expected ? alike(entries, index, 0, kind) : 0;
        }
        return Math.min(end, clusterStart + ((long) alike << unitBits));
    }

    private long entry(long[] entries, int index) {
        return entries[extended ? 2 * index : index];
    }

    /// Whether a host cluster is named, for data or set aside.
    private boolean placed(long entry) {
        return L2Entry.hostOffset(entry) != 0
                || (dataFile && (entry & L2Entry.COPIED) != 0 && (extended || !L2Entry.zero(entry)));
    }

    private Kind kind(long[] entries, int index, int unit, long offset) throws Qcow2FormatException {
        long entry = entry(entries, index);
        if (!extended) {
            if (L2Entry.zero(entry)) {
                checks.holds(
                        header.version() >= 3, offset, "L2 entry of guest offset", "no zero flag in version 2", "one");
                return Kind.ZERO;
            }
            return placed(entry) ? Kind.DATA : Kind.UNALLOCATED;
        }
        long bitmap = entries[2 * index + 1];
        checks.holds(
                consistent(entry, bitmap),
                offset,
                "subclusters of guest offset",
                "each allocated with a host cluster, or zero, not both",
                "%016x".formatted(bitmap));
        if ((bitmap >>> unit & 1) != 0) {
            return Kind.DATA;
        }
        return (bitmap >>> (32 + unit) & 1) != 0 ? Kind.ZERO : Kind.UNALLOCATED;
    }

    private boolean consistent(long entry, long bitmap) {
        return (bitmap >>> 32 & bitmap & LOW_HALF) == 0 && (placed(entry) || (bitmap & LOW_HALF) == 0);
    }

    /// How many units from one on, within their cluster, are of a kind. Clusters without subclusters have
    /// only one, whose kind the caller knows from the entry.
    private int alike(long[] entries, int index, int unit, Kind kind) {
        if (!extended) {
            return 1;
        }
        long bitmap = entries[2 * index + 1];
        if (!consistent(entries[2 * index], bitmap)) {
            return 0;
        }
        long of = switch (kind) {
            case DATA -> bitmap;
            case ZERO -> bitmap >>> 32;
            case UNALLOCATED -> ~(bitmap | bitmap >>> 32);
        };
        return Math.min(unitsPerCluster - unit, Long.numberOfTrailingZeros(~((of & LOW_HALF) >>> unit)));
    }

    private void checkPlace(long host, long clusterStart, long offset) throws Qcow2FormatException {
        if ((host & (header.clusterSize() - 1)) != 0) {
            throw Qcow2FormatException.corrupt(
                    checks.image(), host, "cluster of guest offset " + offset, "a multiple of the cluster size", host);
        }
        checks.holds(
                !dataFile || host == clusterStart,
                host,
                "cluster of guest offset " + offset,
                "the guest's own offset %d in the data file".formatted(clusterStart),
                host);
    }

    /// The last cluster of a file may be cut short: the rest of it is zeros.
    private long insideFile(long host, long length, long offset) throws Qcow2FormatException {
        if (host >= dataSize) {
            throw Qcow2FormatException.truncated(
                    checks.image(),
                    host,
                    header.clusterSize(),
                    (dataFile ? "the cluster in the data file of guest offset " : "the cluster of guest offset ")
                            + offset,
                    dataSize);
        }
        long clusterEnd = (dataSize + header.clusterSize() - 1) & -header.clusterSize();
        return Math.min(length, clusterEnd - host);
    }
}
