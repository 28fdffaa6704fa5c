package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Goes through ranges of guest bytes in ascending order, in constant memory: ranges do not overlap or touch.
///
/// One thread at a time; dies with the image.
public interface RangeCursor {
    /// The next range, `null` after the last.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2Exception  when what they are read from breaks the format
    @Nullable
    ByteRange next() throws IOException;

    /// Hands over all ranges that are left, as bare numbers: the way that makes no object for each of
    /// millions of ranges. After a failure the cursor must not be used any more.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2Exception  when what they are read from breaks the format
    default void forEachRemaining(Receiver receiver) throws IOException {
        for (ByteRange range = next(); range != null; range = next()) {
            receiver.take(range.start(), range.length());
        }
    }

    /// Takes ranges, one after the other.
    @FunctionalInterface
    interface Receiver {
        /// Takes one.
        ///
        /// @param start  first byte
        /// @param length  bytes, at least 1
        void take(long start, long length) throws IOException;
    }
}
