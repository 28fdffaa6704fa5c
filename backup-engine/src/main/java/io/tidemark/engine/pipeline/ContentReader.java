package io.tidemark.engine.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a disk's content; called by several threads at once.
@FunctionalInterface
public interface ContentReader {
    /// Fills what remains of `target` with the bytes from `offset` on.
    void read(long offset, ByteBuffer target) throws IOException;
}
