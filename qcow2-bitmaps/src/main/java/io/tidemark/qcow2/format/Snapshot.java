package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One entry of the snapshot table (qcow2 specification, "Snapshots"): a former state of the disk, kept
/// inside the image.
///
/// @param l1Offset  where its L1 table starts in the file, a multiple of the cluster size
/// @param l1Entries  entries of that table, 32 MiB of them at most
/// @param length  bytes of the entry in the snapshot table, padding included
/// @param id  what QEMU numbers it
/// @param name  what its maker called it
/// @param created  when it was made, by the clock of that host
/// @param vmClock  how long the machine had run
/// @param vmStateSize  bytes of the machine's memory and devices kept with it, 0 for a disk alone
/// @param diskSize  guest bytes of the disk then
/// @param icount  instructions executed until then, when the machine counted them
public record Snapshot(
        long l1Offset,
        int l1Entries,
        int length,
        Bytes id,
        Bytes name,
        Instant created,
        Duration vmClock,
        long vmStateSize,
        long diskSize,
        OptionalLong icount) {
    private static final int FIXED_LENGTH = 40;
    private static final int MAX_EXTRA = 1024;
    private static final long MAX_TABLE_BYTES = 64L << 20;
    /// What is held of it in memory: 65536 entries with names of 150 bytes.
    private static final long MAX_HELD_BYTES = 16L << 20;
    private static final long MAX_L1_BYTES = 32L << 20;
    /// More than the longest entry: two names of 65535 bytes and the extra data.
    private static final int BUFFERED = 192 << 10;

    /// Whether the snapshot is meant by an id or a name.
    public boolean isCalled(String idOrName) {
        Bytes wanted = Bytes.of(idOrName);
        return wanted.equals(id) || wanted.equals(name);
    }

    /// Takes the entries of a table, one after the other.
    @FunctionalInterface
    public interface Receiver {
        /// Takes one.
        ///
        /// @param extra  bytes of extra data it has
        void take(Snapshot snapshot, int extra) throws IOException;
    }

    /// Reads the table.
    ///
    /// @throws Qcow2FormatException  when it breaks the format
    /// @throws UnsupportedImageException  when it is larger than what is held in memory
    public static List<Snapshot> readAll(ImageSource source, Header header) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        long[] bytes = new long[1];
        forEach(source, header, (snapshot, _) -> {
            bytes[0] += snapshot.length();
            if (bytes[0] > MAX_HELD_BYTES) {
                throw new UnsupportedImageException(
                        source.name(),
                        "a snapshot table of more than %d bytes".formatted(MAX_HELD_BYTES),
                        "Delete snapshots with \"qemu-img snapshot -d\".");
            }
            snapshots.add(snapshot);
        });
        return snapshots;
    }

    /// Goes through the table in constant memory.
    ///
    /// @throws Qcow2FormatException  when it breaks the format
    public static void forEach(ImageSource source, Header header, Receiver receiver) throws IOException {
        new TableReader(source, header).forEach(receiver);
    }

    /// Goes through the table, which lies in the file entry behind entry, each as long as it says.
    private static final class TableReader {
        private final ImageSource source;
        private final Header header;
        private final Checks checks;
        private final long fileSize;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFERED).limit(0);
        /// Where in the file the buffer starts.
        private long bufferStart;
        /// Bytes of extra data of the entry that was read last.
        private int extra;

        TableReader(ImageSource source, Header header) throws IOException {
            this.source = source;
            this.header = header;
            this.checks = new Checks(source.name());
            this.fileSize = source.size();
        }

        void forEach(Receiver receiver) throws IOException {
            long at = header.snapshotsOffset();
            for (int i = 0; i < header.snapshots(); i++) {
                Snapshot snapshot = entry(at);
                at += snapshot.length();
                checks.holds(
                        at - header.snapshotsOffset() <= MAX_TABLE_BYTES,
                        header.snapshotsOffset(),
                        "snapshot table",
                        "at most 64 MiB",
                        at - header.snapshotsOffset());
                receiver.take(snapshot, extra);
            }
        }

        private Snapshot entry(long at) throws IOException {
            int base = require(at, FIXED_LENGTH);
            long l1Offset = buffer.getLong(base);
            int l1Entries = buffer.getInt(base + 8);
            int idLength = Short.toUnsignedInt(buffer.getShort(base + 12));
            int nameLength = Short.toUnsignedInt(buffer.getShort(base + 14));
            extra = buffer.getInt(base + 36);
            checks.aligned(l1Offset, header.clusterBits(), at, "L1 table offset of a snapshot");
            checks.holds(
                    l1Entries >= 0 && l1Entries * 8L <= MAX_L1_BYTES,
                    at + 8,
                    "L1 entries of a snapshot",
                    "at most 32 MiB of them",
                    Integer.toUnsignedString(l1Entries));
            checks.holds(
                    extra >= 0 && extra <= MAX_EXTRA, at + 36, "extra data of a snapshot", "at most 1024 bytes", extra);
            int used = FIXED_LENGTH + extra + idLength + nameLength;
            base = require(at, used);
            int strings = base + FIXED_LENGTH + extra;
            return new Snapshot(
                    l1Offset,
                    l1Entries,
                    HeaderExtension.padded(used),
                    Bytes.copyOf(buffer, strings, idLength),
                    Bytes.copyOf(buffer, strings + idLength, nameLength),
                    Instant.ofEpochSecond(
                            Integer.toUnsignedLong(buffer.getInt(base + 16)),
                            Integer.toUnsignedLong(buffer.getInt(base + 20))),
                    Duration.ofNanos(Math.max(0, buffer.getLong(base + 24))),
                    extra >= 8 ? buffer.getLong(base + 40) : Integer.toUnsignedLong(buffer.getInt(base + 32)),
                    extra >= 16 ? diskSize(buffer.getLong(base + 48), at) : header.virtualSize(),
                    extra >= 24 && buffer.getLong(base + 56) != -1
                            ? OptionalLong.of(buffer.getLong(base + 56))
                            : OptionalLong.empty());
        }

        private long diskSize(long field, long at) throws Qcow2FormatException {
            checks.holds(
                    field >= 0, at + 48, "disk size of a snapshot", "less than 2^63", Long.toUnsignedString(field));
            return field & -512L;
        }

        /// Makes sure that bytes of the file are in the buffer, and says where in it they start.
        private int require(long at, int length) throws IOException {
            checks.inside(at, length, fileSize, "a snapshot table entry");
            if (at < bufferStart || at + length > bufferStart + buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFERED, fileSize - at));
                bufferStart = at;
                source.readPadded(buffer, at);
                buffer.flip();
            }
            return (int) (at - bufferStart);
        }
    }
}
