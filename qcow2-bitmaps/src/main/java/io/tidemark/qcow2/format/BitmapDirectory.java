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
/// @param entries  in the order of the file, 65,535 at most
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
        return new Reader(source, offset, offset + size).readAll(extension.count());
    }

    /// Exact bytes of the directory.
    public long size() {
        return entries.stream().mapToLong(BitmapDirectoryEntry::length).sum();
    }

    /// Puts the directory as it stands in the file at the buffer's position and advances it.
    public void putInto(ByteBuffer content) {
        entries.forEach(entry -> entry.putInto(content));
    }

    /// Goes through the directory a window at a time: only what the entries say is kept.
    private static final class Reader {
        private static final int WINDOW = 256 << 10;

        private final ImageSource source;
        private final Checks checks;
        private final long start;
        private final long end;
        private final ByteBuffer window;
        /// Where in the file the window starts.
        private long windowStart;

        Reader(ImageSource source, long start, long end) {
            this.source = source;
            this.checks = new Checks(source.name());
            this.start = start;
            this.end = end;
            this.window = ByteBuffer.allocateDirect((int) Math.min(WINDOW, end - start))
                    .limit(0);
        }

        BitmapDirectory readAll(int count) throws IOException {
            List<BitmapDirectoryEntry> entries = new ArrayList<>(count);
            // As QEMU compares them: what comes after a NUL does not count.
            Set<Bytes> names = new HashSet<>();
            for (long at = start; at < end; at += entries.getLast().length()) {
                BitmapDirectoryEntry entry = entry(at);
                checks.holds(
                        names.add(entry.name().untilNul()),
                        at,
                        "name of a bitmap",
                        "one that no other bitmap has",
                        '"' + entry.name().text() + '"');
                checks.holds(entries.size() < count, at, "bitmap directory", count + " entries", "more");
                entries.add(entry);
            }
            checks.holds(entries.size() == count, start, "bitmap directory", count + " entries", entries.size());
            return new BitmapDirectory(entries);
        }

        private BitmapDirectoryEntry entry(long at) throws IOException {
            checks.holds(
                    end - at >= BitmapDirectoryEntry.FIXED_LENGTH,
                    at,
                    "bitmap directory entry",
                    "at least 24 bytes before the directory's end",
                    end - at);
            int base = require(at, BitmapDirectoryEntry.FIXED_LENGTH);
            int nameLength = Short.toUnsignedInt(window.getShort(base + 18));
            long extraLength = Integer.toUnsignedLong(window.getInt(base + 20));
            long length = (BitmapDirectoryEntry.FIXED_LENGTH + extraLength + nameLength + 7) & -8;
            checks.holds(
                    length <= end - at,
                    at,
                    "bitmap directory entry",
                    "to end inside the directory, %d bytes on".formatted(end - at),
                    length + " bytes");
            long extraStart = at + BitmapDirectoryEntry.FIXED_LENGTH;
            return new BitmapDirectoryEntry(
                    window.getLong(base),
                    Integer.toUnsignedLong(window.getInt(base + 8)),
                    window.getInt(base + 12),
                    window.get(base + 16) & 0xff,
                    window.get(base + 17) & 0xff,
                    bytes(extraStart, (int) extraLength),
                    bytes(extraStart + extraLength, nameLength));
        }

        private Bytes bytes(long at, int length) throws IOException {
            if (length <= window.capacity()) {
                return Bytes.copyOf(window, require(at, length), length);
            }
            ByteBuffer large = ByteBuffer.allocate(length);
            source.readPadded(large, at);
            return Bytes.copyOf(large, 0, length);
        }

        /// Makes sure that bytes of the file are in the window, and says where in it they start.
        private int require(long at, int length) throws IOException {
            if (at < windowStart || at + length > windowStart + window.limit()) {
                window.clear().limit((int) Math.min(window.capacity(), end - at));
                windowStart = at;
                source.readPadded(window, at);
                window.flip();
            }
            return (int) (at - windowStart);
        }
    }
}
