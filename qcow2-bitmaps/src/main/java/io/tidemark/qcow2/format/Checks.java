package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;

/// The tests that structures of one image are put to; those that fail throw
/// [io.tidemark.qcow2.failure.Qcow2FormatException]. Offsets are bytes of the file.
///
/// @param image  what messages call the image
public record Checks(String image) {
    /// Largest host offset the format can name.
    static final long MAX_OFFSET = (1L << 56) - 1;

    /// Refuses the image unless a condition holds.
    public void holds(boolean condition, long offset, String what, String expected, Object found)
            throws Qcow2FormatException {
        if (!condition) {
            throw Qcow2FormatException.corrupt(image, offset, what, expected, found);
        }
    }

    /// Refuses a host offset that is not the start of a cluster.
    ///
    /// @param where  where the offset itself is written
    public void aligned(long offset, int clusterBits, long where, String what) throws Qcow2FormatException {
        holds(
                offset >= 0 && offset <= MAX_OFFSET && (offset & ((1L << clusterBits) - 1)) == 0,
                where,
                what,
                "a multiple of the cluster size",
                Long.toUnsignedString(offset));
    }

    /// Refuses a structure that does not lie wholly inside the file.
    public void inside(long offset, long length, long fileSize, String what) throws Qcow2FormatException {
        if (offset > fileSize - length) {
            throw Qcow2FormatException.truncated(image, offset, length, what, fileSize);
        }
    }
}
