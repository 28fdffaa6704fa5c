package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The directory of bitmaps (qcow2 specification, "Bitmap directory").
///
/// @param entries  in the order of the file
public record BitmapDirectory(List<BitmapDirectoryEntry> entries) {
    public BitmapDirectory {
        entries = List.copyOf(entries);
    }

    /// Reads the directory an extension points at, and holds it against the limits of the format.
    ///
    /// @throws Qcow2FormatException  when the directory as a whole makes no sense
    public static BitmapDirectory read(ImageSource source, Header header, BitmapsExtension extension)
            throws IOException {
        Checks checks = new Checks(source.name());
        long offset = extension.directoryOffset();
        long size = extension.directorySize();
        checks.holds(
                extension.count() >= 1 && extension.count() <= BitmapsExtension.MAX_COUNT,
                0,
                "number of bitmaps in the header extension",
                "1 to " + BitmapsExtension.MAX_COUNT,
                Integer.toUnsignedString(extension.count()));
        checks.holds(
                size >= (long) extension.count() * BitmapDirectoryEntry.FIXED_LENGTH
                        && size <= BitmapsExtension.MAX_DIRECTORY_SIZE,
                0,
                "bitmap directory size in the header extension",
                "%d to %d"
                        .formatted(
                                (long) extension.count() * BitmapDirectoryEntry.FIXED_LENGTH,
                                BitmapsExtension.MAX_DIRECTORY_SIZE),
                Long.toUnsignedString(size));
        checks.holds(offset != 0, 0, "bitmap directory offset in the header extension", "a cluster", 0);
        checks.aligned(offset, header.clusterBits(), 0, "bitmap directory offset in the header extension");
        checks.inside(offset, size, source.size(), "the bitmap directory");
        ByteBuffer content = ByteBuffer.allocateDirect((int) size);
        source.readPadded(content, offset);
        return parse(checks, content.flip(), offset, extension.count());
    }

    /// Exact bytes of the directory.
    public long size() {
        return entries.stream().mapToLong(BitmapDirectoryEntry::length).sum();
    }

    /// The directory as it stands in the file.
    public ByteBuffer encode() {
        ByteBuffer content = ByteBuffer.allocateDirect(Math.toIntExact(size()));
        entries.forEach(entry -> entry.putInto(content));
        return content.flip();
    }

    private static BitmapDirectory parse(Checks checks, ByteBuffer content, long offset, int count)
            throws Qcow2FormatException {
        List<BitmapDirectoryEntry> entries = new ArrayList<>(count);
        // As QEMU compares them: what comes after a NUL does not count.
        Set<Bytes> names = new HashSet<>();
        int at = 0;
        while (at < content.limit()) {
            BitmapDirectoryEntry entry = parseEntry(checks, content, at, offset);
            checks.holds(
                    names.add(entry.name().untilNul()),
                    offset + at,
                    "name of a bitmap",
                    "one that no other bitmap has",
                    '"' + entry.name().text() + '"');
            checks.holds(entries.size() < count, offset + at, "bitmap directory", count + " entries", "more");
            entries.add(entry);
            at += entry.length();
        }
        checks.holds(entries.size() == count, offset, "bitmap directory", count + " entries", entries.size());
        return new BitmapDirectory(entries);
    }

    private static BitmapDirectoryEntry parseEntry(Checks checks, ByteBuffer content, int at, long offset)
            throws Qcow2FormatException {
        int left = content.limit() - at;
        checks.holds(
                left >= BitmapDirectoryEntry.FIXED_LENGTH,
                offset + at,
                "bitmap directory entry",
                "at least 24 bytes before the directory's end",
                left);
        int nameLength = Short.toUnsignedInt(content.getShort(at + 18));
        long extraLength = Integer.toUnsignedLong(content.getInt(at + 20));
        long length = (BitmapDirectoryEntry.FIXED_LENGTH + extraLength + nameLength + 7) & -8;
        checks.holds(
                length <= left,
                offset + at,
                "bitmap directory entry",
                "to end inside the directory, %d bytes on".formatted(left),
                length + " bytes");
        int extraStart = at + BitmapDirectoryEntry.FIXED_LENGTH;
        return new BitmapDirectoryEntry(
                content.getLong(at),
                Integer.toUnsignedLong(content.getInt(at + 8)),
                content.getInt(at + 12),
                content.get(at + 16) & 0xff,
                content.get(at + 17) & 0xff,
                Bytes.copyOf(content, extraStart, (int) extraLength),
                Bytes.copyOf(content, extraStart + (int) extraLength, nameLength));
    }
}
