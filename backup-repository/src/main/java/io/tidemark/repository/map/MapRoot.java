package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import org.jspecify.annotations.Nullable;

/// The top of a map.
///
/// @param level  how many levels of pages lie between this one and the chunks: 0 is a leaf
/// @param page  the page's id, or null when the whole disk is a hole
public record MapRoot(int level, @Nullable ChunkId page) {

    public MapRoot {
        if (level < 0 || level > MapShape.MAX_LEVEL) {
            throw new IllegalArgumentException("A map has levels 0 to " + MapShape.MAX_LEVEL + ", not " + level);
        }
    }
}
