package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Some leaves of a map.
///
/// @param leaves  by number; a leaf that is absent is a hole, or lies in a damaged node
/// @param damaged  ascending
/// @param until  the first leaf after the window that may be there: everything absent before it is a hole
record MapWindow(NavigableMap<Long, MapPage> leaves, List<DamagedNode> damaged, long until) {

    /// The id of a chunk whose leaf is in the window, or null for a hole.
    @Nullable
    ChunkId chunkId(long chunk) {
        MapPage leaf = leaves.get(MapShape.leafOf(chunk));
        return leaf == null ? null : leaf.id((int) (chunk % MapShape.FANOUT));
    }

    /// The damaged node that a chunk is in, if any.
    @Nullable
    DamagedNode damageAt(long chunk) {
        DamagedNode node = damagedFrom(chunk);
        return node != null && node.firstChunk() <= chunk ? node : null;
    }

    /// The first damaged node that has not ended before a chunk, if any.
    @Nullable
    DamagedNode damagedFrom(long chunk) {
        for (DamagedNode node : damaged) {
            if (node.firstChunk() + node.chunkCount() > chunk) {
                return node;
            }
        }
        return null;
    }
}
