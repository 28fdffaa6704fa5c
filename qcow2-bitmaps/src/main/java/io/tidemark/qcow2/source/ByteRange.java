package io.tidemark.qcow2.source;

/// A run of bytes, not empty, that ends at 2^63 - 1 at most.
///
/// @param start  first byte, from 0
/// @param length  number of bytes, at least 1
public record ByteRange(long start, long length) {
    public ByteRange {
        if (start < 0 || length <= 0 || start > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no range of bytes: start " + start + ", length " + length);
        }
    }

    /// The first byte after the range.
    public long end() {
        return start + length;
    }
}
