package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import java.nio.ByteBuffer;

/// One header extension (qcow2 specification, "Header extensions").
///
/// @param type  its magic number
/// @param position  where in the file its type word is; the data follow 8 bytes later
/// @param data  its data, without padding
public record HeaderExtension(int type, int position, Bytes data) {
    /// Type that ends the list.
    public static final int END = 0;
    /// Name of the backing file's format.
    public static final int BACKING_FORMAT = 0xe2792aca;
    /// Where the bitmap directory is.
    public static final int BITMAPS = 0x23852875;
    /// Name of the external data file.
    public static final int DATA_FILE = 0x44415441;
    /// Names of feature bits.
    static final int FEATURE_NAMES = 0x6803f857;
    /// Bytes of type and length.
    public static final int HEAD_LENGTH = 8;

    /// Longer than any path a system opens: a chain of images must not fill the memory with names.
    private static final int MAX_DECIDING = 4096;

    /// Takes one from the header area. Those that decide nothing come without their data.
    static HeaderExtension parse(Checks checks, ByteBuffer area, int at, int length) throws Qcow2FormatException {
        HeaderExtension bare = new HeaderExtension(area.getInt(at), at, Bytes.EMPTY);
        if (!bare.decides()) {
            return bare;
        }
        checks.holds(
                length <= MAX_DECIDING,
                at + 4,
                "length of header extension %08x".formatted(bare.type()),
                "at most " + MAX_DECIDING,
                length);
        return new HeaderExtension(bare.type(), at, Bytes.copyOf(area, bare.dataPosition(), length));
    }

    /// Whether what the image is depends on it: two of a kind would be a contradiction.
    boolean decides() {
        return type == BACKING_FORMAT || type == DATA_FILE || type == BITMAPS;
    }

    /// Where its data start.
    public int dataPosition() {
        return position + HEAD_LENGTH;
    }

    /// The first byte after it and its padding.
    public int end() {
        return dataPosition() + padded(data.length());
    }

    static int padded(int length) {
        return (length + 7) & -8;
    }
}
