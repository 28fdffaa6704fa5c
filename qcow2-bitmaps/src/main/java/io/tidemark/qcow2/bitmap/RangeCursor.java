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
}
