package io.tidemark.engine.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Whoever takes the chunks of a disk; called by several threads at once.
@FunctionalInterface
public interface ChunkConsumer {
    /// Takes one chunk.
    ///
    /// @param number  the chunk's number: its offset divided by the chunk size
    /// @param plain  its bytes, valid during the call only; shorter than a chunk only at the disk's end
    void chunk(long number, ByteBuffer plain) throws IOException;
}
