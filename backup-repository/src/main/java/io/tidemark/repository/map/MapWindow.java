package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Some leaves of a map.
///
/// @param leaves  by number; a leaf that is absent is a hole, or lies in a damaged node
/// @param damaged  ascending
public record MapWindow(NavigableMap<Long, MapPage> leaves, List<DamagedNode> damaged) {

    /// The id of a chunk whose leaf was asked for, or null for a hole.
    public @Nullable ChunkId chunkId(long chunk) {
        MapPage leaf = leaves.get(MapShape.leafOf(chunk));
        return leaf == null ? null : leaf.id((int) (chunk % MapShape.FANOUT));
    }

    /// The damaged node that a chunk is in, if any.
    public @Nullable DamagedNode damageAt(long chunk) {
        for (DamagedNode node : damaged) {
            if (chunk >= node.firstChunk() && chunk < node.firstChunk() + node.chunkCount()) {
                return node;
            }
        }
        return null;
    }
}
