package io.tidemark.repository.content;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes a disk's data as it is read: on one thread, ascending, holes left out.
public interface ChunkSink {

    /// Takes a chunk.
    ///
    /// @param offset  where on the disk, in bytes; a multiple of the chunk size
    /// @param plain  its bytes, from position to limit, direct; cut at the disk's end; valid during the call
    void chunk(long offset, ByteBuffer plain) throws IOException;

    /// Learns of bytes that cannot be read; only called when the read keeps going.
    void damaged(DamagedRange range) throws IOException;
}
