package io.tidemark.qcow2.format;

/// The bits of L1 and L2 table entries (qcow2 specification, "Cluster mapping"), kept as plain longs: tables
/// have millions of them.
public final class L2Entry {
    /// Bits 9 to 55: a host offset.
    public static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    /// Bit 63: the cluster's reference count is exactly one.
    public static final long COPIED = 1L << 63;

    private static final long COMPRESSED = 1L << 62;
    private static final long ZERO = 1;
    private static final int SECTOR = 512;

    private L2Entry() {}

    /// Whether the cluster is compressed.
    public static boolean compressed(long entry) {
        return (entry & COMPRESSED) != 0;
    }

    /// Whether the cluster reads as zeros; only for version 3 and entries without subclusters.
    public static boolean zero(long entry) {
        return (entry & ZERO) != 0;
    }

    /// Where the host cluster starts, 0 for none; not for compressed clusters.
    public static long hostOffset(long entry) {
        return entry & OFFSET_MASK;
    }

    /// Where a compressed cluster's data start, at any byte.
    public static long compressedOffset(long entry, int clusterBits) {
        return entry & ((1L << sectorShift(clusterBits)) - 1);
    }

    /// How many bytes from there may belong to it: the real stream can be shorter.
    public static int compressedLength(long entry, int clusterBits) {
        int shift = sectorShift(clusterBits);
        int sectors = (int) ((entry & ~(COPIED | COMPRESSED)) >>> shift) + 1;
        return sectors * SECTOR - (int) (compressedOffset(entry, clusterBits) % SECTOR);
    }

    /// The entry of a compressed cluster.
    ///
    /// @param offset  of its first byte
    /// @param length  of its stream, at most twice a cluster
    public static long ofCompressed(long offset, int length, int clusterBits) {
        long moreSectors = (offset + length - 1) / SECTOR - offset / SECTOR;
        return COMPRESSED | moreSectors << sectorShift(clusterBits) | offset;
    }

    private static int sectorShift(int clusterBits) {
        return 62 - (clusterBits - 8);
    }
}
