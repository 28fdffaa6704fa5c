package io.tidemark.repository.chunk;

/// Something that works on one chunk at a time and holds native memory: a [ChunkEncoder] or a [ChunkDecoder].
public sealed interface Codec extends AutoCloseable permits ChunkEncoder, ChunkDecoder {

    @Override
    void close();
}
