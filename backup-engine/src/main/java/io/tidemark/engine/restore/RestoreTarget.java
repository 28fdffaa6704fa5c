package io.tidemark.engine.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Takes a disk's content in ascending order; what is never written reads as zeros and takes no space.
///
/// Used by one thread. Closing without [#finish()] leaves a file that is good for nothing.
public interface RestoreTarget extends Closeable {
    /// Writes what remains of `content` at a guest offset that lies at or after the end of the last write.
    void write(long offset, ByteBuffer content) throws IOException;

    /// Completes the file and makes it durable.
    void finish() throws IOException;

    /// Opens a new file to write a disk into.
    @FunctionalInterface
    interface Opener {
        /// Creates the file, which must not exist.
        ///
        /// @param virtualSize  bytes of the disk
        RestoreTarget create(Path file, long virtualSize) throws IOException;
    }
}
