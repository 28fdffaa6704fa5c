package io.tidemark.qcow2.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of one image, read and written by position.
///
/// Several threads may read at the same time; a writer is alone. Positions and lengths are bytes. Closing
/// gives back whatever the source holds, locks included.
public interface ImageSource extends Closeable {
    /// What messages call this image, usually its path.
    String name();

    /// Current length in bytes.
    long size() throws IOException;

    /// Whether writing is allowed now: only for the holder of the write lock.
    boolean writable();

    /// Reads some bytes at a position and advances the buffer's position by them.
    ///
    /// @return how many bytes were read, at least one unless the buffer is full; -1 at or beyond the end
    int read(ByteBuffer dst, long position) throws IOException;

    /// Writes all remaining bytes at a position, growing the image where needed.
    void write(ByteBuffer src, long position) throws IOException;

    /// Cuts the image to a size, or grows it with zeros.
    void truncate(long size) throws IOException;

    /// Gives the room that some bytes inside the image take back to whoever lent it, where that is possible.
    ///
    /// For bytes that nobody needs any more: afterwards they are zeros, or what they were.
    default void discard(long position, long length) throws IOException {
        // Keeping them is allowed.
    }

    /// The first position from one on that is not in a hole: what lies before it are zeros that take no room.
    /// The size when there is none; the position itself where nobody knows about holes.
    ///
    /// @param position  inside the image
    default long nextData(long position) throws IOException {
        return position;
    }

    /// The first position from one on that is in a hole, at most the size.
    ///
    /// @param position  inside the image
    default long nextHole(long position) throws IOException {
        return size();
    }

    /// How much room the image takes where it lies, in bytes; -1 where nobody knows.
    default long allocatedBytes() throws IOException {
        return -1;
    }

    /// Returns once everything written before is durable.
    void flush() throws IOException;

    /// Fills the buffer from a position; bytes beyond the end are zeros.
    default void readPadded(ByteBuffer dst, long position) throws IOException {
        long at = position;
        while (dst.hasRemaining()) {
            int count = read(dst, at);
            if (count < 0) {
                ZeroBytes.fill(dst, dst.remaining());
                return;
            }
            at += count;
        }
    }
}
