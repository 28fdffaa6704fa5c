package io.tidemark.qcow2.source;

import java.nio.ByteBuffer;

/// Writing zeros into buffers and finding them there, a page at a time.
public final class ZeroBytes {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    private ZeroBytes() {}

    /// Puts zeros at the buffer's position and advances it.
    public static void fill(ByteBuffer dst, int length) {
        int left = length;
        while (left > 0) {
            int piece = Math.min(left, ZEROS.capacity());
            dst.put(dst.position(), ZEROS, 0, piece);
            dst.position(dst.position() + piece);
            left -= piece;
        }
    }

    /// Whether a piece of a buffer, given by absolute positions, is all zeros.
    public static boolean only(ByteBuffer buffer, int start, int length) {
        int at = start;
        int end = start + length;
        while (at < end) {
            int piece = Math.min(end - at, ZEROS.capacity());
            if (buffer.slice(at, piece).mismatch(ZEROS.slice(0, piece)) >= 0) {
                return false;
            }
            at += piece;
        }
        return true;
    }
}
