package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import java.nio.ByteBuffer;

/// The fixed part of the image header (qcow2 specification, "General" and "Header").
///
/// Offsets are bytes of the file.
///
/// @param version  2 or 3
/// @param backingOffset  where the backing file's name starts, 0 for none
/// @param backingLength  bytes of that name
/// @param clusterBits  9 to 21
/// @param virtualSize  guest bytes, a multiple of 512: QEMU ignores an odd tail
/// @param l1Entries  entries of the active L1 table, 32 MiB of them at most
/// @param l1Offset  where that starts, a multiple of the cluster size
/// @param refcountTableOffset  where the refcount table starts, a multiple of the cluster size
/// @param refcountTableClusters  how long it is, 8 MiB at most
/// @param snapshots  number of internal snapshots, 0 to 65536
/// @param snapshotsOffset  where the snapshot table starts, a multiple of the cluster size
/// @param incompatible  features without which the image cannot be read
/// @param compatible  features that may be ignored
/// @param autoclear  features that a writer clears who does not know them
/// @param refcountOrder  0 to 6: entries are 2^order bits wide
/// @param length  bytes of this part
/// @param compressionType  0 deflate, 1 zstd
public record Header(
        int version,
        long backingOffset,
        int backingLength,
        int clusterBits,
        long virtualSize,
        int l1Entries,
        long l1Offset,
        long refcountTableOffset,
        int refcountTableClusters,
        int snapshots,
        long snapshotsOffset,
        long incompatible,
        long compatible,
        long autoclear,
        int refcountOrder,
        int length,
        int compressionType) {
    /// Incompatible bit 0: not closed cleanly, reference counts may be wrong.
    public static final long INCOMPATIBLE_DIRTY = 1;
    /// Incompatible bit 1: known to be corrupt, only reading is allowed.
    public static final long INCOMPATIBLE_CORRUPT = 1 << 1;
    /// Incompatible bit 2: the guest data are in another file.
    public static final long INCOMPATIBLE_DATA_FILE = 1 << 2;
    /// Incompatible bit 3: compressed clusters are not deflated.
    public static final long COMPRESSION = 1 << 3;
    /// Incompatible bit 4: L2 entries of 16 bytes, with subclusters.
    public static final long EXTENDED_L2 = 1 << 4;
    /// Autoclear bit 0: the bitmaps agree with the image.
    public static final long AUTOCLEAR_BITMAPS = 1;
    /// Autoclear bit 1: the external data file can be used as a raw image by itself.
    public static final long AUTOCLEAR_RAW_DATA_FILE = 1 << 1;
    /// Where the autoclear word is.
    public static final int AUTOCLEAR_POSITION = 88;
    /// Where the offset of the backing file's name is.
    public static final int BACKING_OFFSET_POSITION = 8;
    /// Where offset and size of the refcount table are.
    public static final int REFCOUNT_TABLE_POSITION = 48;
    /// Bytes of a version 2 header.
    public static final int LENGTH_V2 = 72;
    /// Bytes of the shortest version 3 header.
    public static final int LENGTH_V3 = 104;

    /// The first four bytes of an image.
    public static final int MAGIC = 0x514649fb;

    private static final long KNOWN_INCOMPATIBLE = 0x1f;
    private static final int MAX_BACKING_NAME = 1023;
    private static final long MAX_L1_BYTES = 32L << 20;
    private static final long MAX_REFCOUNT_TABLE_BYTES = 8L << 20;
    private static final int MAX_SNAPSHOTS = 65536;

    /// Reads the fixed part and checks every field against the format's limits.
    ///
    /// @param start  the first bytes of the image, as many as there are up to a cluster
    /// @throws Qcow2FormatException  when a field breaks the format
    /// @throws UnsupportedImageException  when the image needs what this library does not do
    public static Header parse(String image, ByteBuffer start) throws Qcow2FormatException, UnsupportedImageException {
        Checks checks = new Checks(image);
        if (start.limit() < 4 || start.getInt(0) != MAGIC) {
            throw Qcow2FormatException.notQcow2(image, start.limit() < 4 ? "too short" : hex(start.getInt(0)));
        }
        checks.holds(start.limit() >= LENGTH_V2, 0, "header", "at least 72 bytes", start.limit());
        int version = start.getInt(4);
        if (version != 2 && version != 3) {
            throw Qcow2FormatException.otherVersion(image, version);
        }
        checks.holds(version == 2 || start.limit() >= LENGTH_V3, 0, "header", "at least 104 bytes", start.limit());
        int length = version == 2 ? LENGTH_V2 : start.getInt(100);
        Header header = new Header(
                version,
                start.getLong(8),
                start.getInt(16),
                start.getInt(20),
                start.getLong(24) & -512L,
                start.getInt(36),
                start.getLong(40),
                start.getLong(48),
                start.getInt(56),
                start.getInt(60),
                start.getLong(64),
                version == 2 ? 0 : start.getLong(72),
                version == 2 ? 0 : start.getLong(80),
                version == 2 ? 0 : start.getLong(AUTOCLEAR_POSITION),
                version == 2 ? 4 : start.getInt(96),
                length,
                length > LENGTH_V3 && start.limit() > LENGTH_V3 ? start.get(LENGTH_V3) & 0xff : 0);
        header.checkFeatures(checks, start.getInt(32), FeatureNames.find(start, length));
        header.check(checks, start.getLong(24));
        return header;
    }

    /// Bytes of a cluster.
    public int clusterSize() {
        return 1 << clusterBits;
    }

    /// Whether L2 entries are 16 bytes wide and clusters are split into 32 subclusters.
    public boolean extendedL2() {
        return (incompatible & EXTENDED_L2) != 0;
    }

    /// Whether the guest data are in another file, at the guest's offsets.
    public boolean dataFile() {
        return (incompatible & INCOMPATIBLE_DATA_FILE) != 0;
    }

    /// Whether that file can be used as a raw image by itself.
    public boolean rawDataFile() {
        return dataFile() && (autoclear & AUTOCLEAR_RAW_DATA_FILE) != 0;
    }

    /// Whether the bitmaps agree with the image.
    public boolean bitmapsAgree() {
        return (autoclear & AUTOCLEAR_BITMAPS) != 0;
    }

    /// Whether an offset is the start of a cluster.
    public boolean isAligned(long offset) {
        return (offset & (clusterSize() - 1)) == 0;
    }

    /// How many clusters a number of bytes fills.
    public long clustersFor(long bytes) {
        return (bytes + clusterSize() - 1) >>> clusterBits;
    }

    private void check(Checks checks, long sizeField) throws Qcow2FormatException {
        checks.holds(clusterBits >= 9 && clusterBits <= 21, 20, "cluster bits", "9 to 21", clusterBits);
        checks.holds(refcountOrder >= 0 && refcountOrder <= 6, 96, "refcount order", "0 to 6", refcountOrder);
        checks.holds(
                version == 2 || (length >= LENGTH_V3 && length % 8 == 0 && length <= clusterSize()),
                100,
                "header length",
                "a multiple of 8 from 104 to the cluster size",
                Integer.toUnsignedString(length));
        checks.holds(compressionType <= 1, 104, "compression type", "0 (deflate) or 1 (zstd)", compressionType);
        checks.holds(
                ((incompatible & COMPRESSION) != 0) == (compressionType != 0),
                72,
                "compression type bit",
                "set exactly when the compression type is not deflate",
                compressionType);
        checks.holds(sizeField >= 0, 24, "virtual size", "less than 2^63", Long.toUnsignedString(sizeField));
        checks.holds(
                !extendedL2() || clusterBits >= 14,
                20,
                "cluster bits with extended L2 entries",
                "14 to 21",
                clusterBits);
        checks.holds(
                dataFile() || (autoclear & AUTOCLEAR_RAW_DATA_FILE) == 0,
                AUTOCLEAR_POSITION,
                "raw external data bit",
                "set only when there is an external data file",
                "set");
        checkBackingName(checks);
        checkTables(checks, sizeField);
    }

    private void checkFeatures(Checks checks, int cryptMethod, FeatureNames names)
            throws UnsupportedImageException, Qcow2FormatException {
        long unknown = incompatible & ~KNOWN_INCOMPATIBLE;
        if (unknown != 0) {
            throw new UnsupportedImageException(
                    checks.image(),
                    names.ofIncompatible(unknown),
                    "It was made by a newer QEMU: convert it with \"qemu-img convert\", or update Tidemark.");
        }
        checks.holds(cryptMethod >= 0 && cryptMethod <= 2, 32, "encryption method", "0, 1 or 2", cryptMethod);
        if (cryptMethod != 0) {
            throw new UnsupportedImageException(
                    checks.image(),
                    cryptMethod == 1 ? "AES encryption" : "LUKS encryption",
                    "Back it up from inside the guest, or convert it to an unencrypted image.");
        }
    }

    private void checkBackingName(Checks checks) throws Qcow2FormatException {
        if (backingOffset == 0) {
            return;
        }
        checks.holds(
                backingLength >= 0 && backingLength <= MAX_BACKING_NAME,
                16,
                "length of the backing file's name",
                "0 to 1023",
                Integer.toUnsignedString(backingLength));
        checks.holds(
                backingOffset >= length && backingOffset <= clusterSize() - backingLength,
                8,
                "offset of the backing file's name",
                "a place inside the first cluster, after the header",
                Long.toUnsignedString(backingOffset));
    }

    private void checkTables(Checks checks, long sizeField) throws Qcow2FormatException {
        checks.holds(
                l1Entries >= 0 && l1Entries * 8L <= MAX_L1_BYTES,
                36,
                "L1 entries",
                "at most 32 MiB of them",
                Integer.toUnsignedString(l1Entries));
        // QEMU rounds an odd size down for the guest, but up for the table.
        checks.holds(
                sizeField == virtualSize || sizeField >>> (2 * clusterBits - (extendedL2() ? 4 : 3)) < l1Entries,
                36,
                "L1 entries",
                "enough for a virtual size of " + sizeField,
                l1Entries);
        checks.aligned(l1Offset, clusterBits, 40, "L1 table offset");
        checks.aligned(refcountTableOffset, clusterBits, 48, "refcount table offset");
        checks.holds(
                refcountTableClusters >= 0
                        && (long) refcountTableClusters << clusterBits
                                <= Math.max(MAX_REFCOUNT_TABLE_BYTES, clusterSize()),
                56,
                "refcount table clusters",
                "at most 8 MiB of them",
                Integer.toUnsignedString(refcountTableClusters));
        checks.holds(
                snapshots >= 0 && snapshots <= MAX_SNAPSHOTS,
                60,
                "snapshots",
                "at most 65536",
                Integer.toUnsignedString(snapshots));
        checks.aligned(snapshotsOffset, clusterBits, 64, "snapshot table offset");
    }

    private static String hex(int value) {
        return "%08x".formatted(value);
    }
}
