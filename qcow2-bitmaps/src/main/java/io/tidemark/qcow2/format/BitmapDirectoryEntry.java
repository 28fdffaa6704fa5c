package io.tidemark.qcow2.format;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One entry of the bitmap directory (qcow2 specification, "Bitmap directory"), as it stands there: whether
/// its fields make sense is for the reader of the directory to say.
///
/// @param tableOffset  where the bitmap table starts in the file, in bytes
/// @param tableEntries  number of 8-byte entries in the bitmap table, 0 to 2^32 - 1
/// @param flags  [#IN_USE], [#AUTO], [#EXTRA_DATA_COMPATIBLE] and those that are not known
/// @param type  0 to 255; [#TYPE_DIRTY] is the one there is
/// @param granularityBits  0 to 255: a bit stands for 2 to this power bytes
/// @param extra  extra data, kept byte for byte
/// @param name  the name in bytes, usually UTF-8
public record BitmapDirectoryEntry(
        long tableOffset, long tableEntries, int flags, int type, int granularityBits, Bytes extra, Bytes name) {
    /// Flag bit 0: a writer has, or had, the image open and did not store the bitmap.
    public static final int IN_USE = 1;
    /// Flag bit 1: the bitmap records writes.
    public static final int AUTO = 1 << 1;
    /// Flag bit 2: the extra data may be ignored.
    public static final int EXTRA_DATA_COMPATIBLE = 1 << 2;
    /// All flags the format knows.
    public static final int KNOWN_FLAGS = IN_USE | AUTO | EXTRA_DATA_COMPATIBLE;
    /// The only type there is: a dirty tracking bitmap.
    public static final int TYPE_DIRTY = 1;
    /// Smallest granularity QEMU accepts, 512 bytes.
    public static final int MIN_GRANULARITY_BITS = 9;
    /// Largest granularity QEMU accepts, 2 GiB.
    public static final int MAX_GRANULARITY_BITS = 31;
    /// Longest name, in bytes.
    public static final int MAX_NAME = 1023;
    /// Most bytes of data a bitmap may have.
    public static final long MAX_BITMAP_BYTES = 512L << 20;

    static final int FIXED_LENGTH = 24;

    /// Bytes of the entry in the directory, padding included.
    public int length() {
        return HeaderExtension.padded(FIXED_LENGTH + extra.length() + name.length());
    }

    /// Whether a flag is set.
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// How many bits a bitmap has for a disk.
    public static long bits(long virtualSize, int granularityBits) {
        return (virtualSize >>> granularityBits) + ((virtualSize & ((1L << granularityBits) - 1)) == 0 ? 0 : 1);
    }

    /// How many clusters, and so table entries, a bitmap has for a disk.
    public static long tableEntriesFor(Header header, int granularityBits) {
        return header.clustersFor((bits(header.virtualSize(), granularityBits) + 7) / 8);
    }

    /// The same entry with another table, flags and name.
    public BitmapDirectoryEntry with(long newTableOffset, int newFlags, Bytes newName) {
        return new BitmapDirectoryEntry(newTableOffset, tableEntries, newFlags, type, granularityBits, extra, newName);
    }

    /// Puts the entry, padded with zeros, at the buffer's position and advances it.
    public void putInto(ByteBuffer directory) {
        int start = directory.position();
        directory
                .putLong(tableOffset)
                .putInt((int) tableEntries)
                .putInt(flags)
                .put((byte) type)
                .put((byte) granularityBits)
                .putShort((short) name.length())
                .putInt(extra.length());
        extra.putInto(directory);
        name.putInto(directory);
        while (directory.position() < start + length()) {
            directory.put((byte) 0);
        }
    }

    /// Why a bitmap cannot be given a name, in words; `null` when it can. QEMU takes names for C strings:
    /// what comes after a NUL does not count for it, and two names that agree up to there make it refuse the
    /// image.
    public static @Nullable String nameViolation(String name) {
        Bytes bytes = Bytes.of(name);
        if (bytes.length() == 0 || bytes.length() > MAX_NAME) {
            return "a bitmap's name must have 1 to 1023 bytes, this one has " + bytes.length();
        }
        if (name.indexOf('\0') >= 0) {
            return "a bitmap's name must not have a NUL in it";
        }
        return bytes.text().equals(name) ? null : "a bitmap's name must be text that UTF-8 can hold";
    }
}
