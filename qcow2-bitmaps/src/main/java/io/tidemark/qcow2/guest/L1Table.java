package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Checks;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.Snapshot;

/// Where the mapping of one state of a disk starts.
///
/// @param offset  where the L1 table is
/// @param entries  how many of its entries the disk uses
/// @param tables  how many L2 tables the disk has room for; those without an entry are absent
/// @param diskSize  guest bytes
record L1Table(long offset, int entries, int tables, long diskSize) {
    private static final int MAX_TABLES = 4 << 20;

    /// The disk as it is. Its table must cover it; what lies beyond is a machine's memory.
    static L1Table active(Header header, String image) throws Qcow2FormatException {
        long needed = tablesFor(header, header.virtualSize());
        new Checks(image)
                .holds(
                        needed <= header.l1Entries(),
                        36,
                        "L1 entries",
                        "%d for a virtual size of %d".formatted(needed, header.virtualSize()),
                        header.l1Entries());
        return new L1Table(header.l1Offset(), (int) needed, (int) needed, header.virtualSize());
    }

    /// The disk as it was. A table that is too short counts as empty from there on, as in QEMU.
    static L1Table of(Snapshot snapshot, Header header, String image) throws Qcow2FormatException {
        long needed = tablesFor(header, snapshot.diskSize());
        new Checks(image)
                .holds(
                        needed <= MAX_TABLES,
                        header.snapshotsOffset(),
                        "disk size of snapshot " + snapshot.id(),
                        "at most what 32 MiB of L1 entries cover",
                        snapshot.diskSize());
        int entries = (int) Math.min(needed, snapshot.l1Entries());
        return new L1Table(snapshot.l1Offset(), entries, (int) needed, snapshot.diskSize());
    }

    private static long tablesFor(Header header, long size) {
        int guestBitsPerTable = 2 * header.clusterBits() - (header.extendedL2() ? 4 : 3);
        return size == 0 ? 0 : ((size - 1) >>> guestBitsPerTable) + 1;
    }
}
