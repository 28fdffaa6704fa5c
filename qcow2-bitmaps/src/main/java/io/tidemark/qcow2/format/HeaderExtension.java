package io.tidemark.qcow2.format;

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
