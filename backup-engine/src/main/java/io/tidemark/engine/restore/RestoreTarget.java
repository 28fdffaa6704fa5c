package io.tidemark.engine.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes a disk's content in ascending order; what is never written reads as zeros and takes no space.
///
/// Used by one thread. Closing without [#finish()] leaves a file that is good for nothing.
public interface RestoreTarget extends Closeable {
    /// Writes what remains of `content` at a guest offset that lies at or after the end of the last write.
    void write(long offset, ByteBuffer content) throws IOException;

    /// Completes the file and makes it durable.
    void finish() throws IOException;
}
