package io.tidemark.repository.sealing;

import java.nio.ByteBuffer;

/// What content ids are made by: 32 bytes from any bytes. Used by one thread at a time, and reused.
public interface ContentHash {

    /// The name of plain bytes.
    byte[] of(byte[] plain);

    /// The name of plain bytes, from the buffer's position to its limit, which do not move.
    byte[] of(ByteBuffer plain);
}
