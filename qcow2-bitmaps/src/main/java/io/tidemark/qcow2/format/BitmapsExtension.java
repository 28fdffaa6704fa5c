package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import java.nio.ByteBuffer;

/// The bitmaps extension (qcow2 specification, "Bitmaps extension"): where the directory of bitmaps is.
///
/// @param count  number of bitmaps, as it stands there
/// @param directorySize  exact bytes of the directory
/// @param directoryOffset  where it starts in the file, in bytes
public record BitmapsExtension(int count, long directorySize, long directoryOffset) {
    /// Bytes of the extension's data.
    public static final int LENGTH = 24;
    /// Where in the data the directory's offset is.
    public static final int OFFSET_POSITION = 16;
    /// Most bitmaps an image may have.
    public static final int MAX_COUNT = 65535;
    /// Most bytes a directory may have for this library: it is held in memory. Enough for 65535 bitmaps with
    /// names of 40 bytes.
    public static final long MAX_HELD_SIZE = 4L << 20;
    /// Most bytes a directory may have.
    public static final long MAX_DIRECTORY_SIZE = 65535L * 1024;

    static BitmapsExtension parse(Checks checks, HeaderExtension extension) throws Qcow2FormatException {
        int at = extension.dataPosition();
        checks.holds(
                extension.data().length() == LENGTH,
                at - 4,
                "length of the bitmaps extension",
                "24",
                extension.data().length());
        ByteBuffer data = extension.data().view();
        checks.holds(data.getInt(4) == 0, at + 4, "reserved field of the bitmaps extension", "0", data.getInt(4));
        return new BitmapsExtension(data.getInt(0), data.getLong(8), data.getLong(OFFSET_POSITION));
    }

    /// The data as they stand in the file.
    public ByteBuffer encode() {
        return ByteBuffer.allocate(LENGTH)
                .putInt(count)
                .putInt(0)
                .putLong(directorySize)
                .putLong(directoryOffset)
                .flip();
    }
}
