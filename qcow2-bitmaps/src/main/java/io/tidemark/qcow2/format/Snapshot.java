package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One entry of the snapshot table (qcow2 specification, "Snapshots"), as far as its clusters are concerned.
///
/// @param l1Offset  where its L1 table starts
/// @param l1Entries  entries of that table
/// @param length  bytes of the entry in the snapshot table, padding included
public record Snapshot(long l1Offset, int l1Entries, int length) {
    private static final int FIXED_LENGTH = 40;
    private static final long MAX_TABLE_BYTES = 64L << 20;
    private static final long MAX_L1_BYTES = 32L << 20;

    /// Reads the table.
    ///
    /// @throws Qcow2FormatException  when it breaks the format
    public static List<Snapshot> readAll(ImageSource source, Header header) throws IOException {
        Checks checks = new Checks(source.name());
        long fileSize = source.size();
        List<Snapshot> snapshots = new ArrayList<>();
        long at = header.snapshotsOffset();
        ByteBuffer fixed = ByteBuffer.allocate(FIXED_LENGTH);
        for (int i = 0; i < header.snapshots(); i++) {
            checks.inside(at, FIXED_LENGTH, fileSize, "a snapshot table entry");
            source.readPadded(fixed.clear(), at);
            Snapshot snapshot = parse(checks, header, fixed.flip(), at);
            snapshots.add(snapshot);
            at += snapshot.length();
            checks.holds(
                    at - header.snapshotsOffset() <= MAX_TABLE_BYTES,
                    header.snapshotsOffset(),
                    "snapshot table",
                    "at most 64 MiB",
                    at - header.snapshotsOffset());
        }
        return snapshots;
    }

    private static Snapshot parse(Checks checks, Header header, ByteBuffer fixed, long at) throws Qcow2FormatException {
        long l1Offset = fixed.getLong(0);
        int l1Entries = fixed.getInt(8);
        int names = Short.toUnsignedInt(fixed.getShort(12)) + Short.toUnsignedInt(fixed.getShort(14));
        int extra = fixed.getInt(36);
        checks.aligned(l1Offset, header.clusterBits(), at, "L1 table offset of a snapshot");
        checks.holds(
                l1Entries >= 0 && l1Entries * 8L <= MAX_L1_BYTES,
                at + 8,
                "L1 entries of a snapshot",
                "at most 32 MiB of them",
                Integer.toUnsignedString(l1Entries));
        checks.holds(extra >= 0 && extra <= 1024, at + 36, "extra data of a snapshot", "at most 1024 bytes", extra);
        return new Snapshot(l1Offset, l1Entries, HeaderExtension.padded(FIXED_LENGTH + extra + names));
    }
}
