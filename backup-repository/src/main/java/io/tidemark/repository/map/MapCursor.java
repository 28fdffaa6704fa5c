package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The data chunks of a part of a map, and the parts of it that are damaged: ascending, holes left out however large.
/// Holds 512 leaves at a time. Used by one thread.
public final class MapCursor {

    /// What the cursor comes to.
    public sealed interface Item {
        /// The first chunk that it is about.
        long chunk();

        /// A chunk that holds data.
        record Data(long chunk, ChunkId id) implements Item {}

        /// Chunks whose ids are lost; some of them may be holes.
        record Damaged(long chunk, long count, RepositoryException cause) implements Item {}
    }

    private static final int LEAVES_AT_ONCE = 512;

    private final MapReader map;
    private final long end;
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long chunk;
    private long nextLeaf;
    private @Nullable MapWindow window;

    /// A cursor before the first chunk of a part.
    ///
    /// @param start  the first chunk
    /// @param end  the chunk after the last one
    public MapCursor(MapReader map, long start, long end) {
        this.map = map;
        this.chunk = start;
        this.nextLeaf = MapShape.leafOf(start);
        this.end = end;
    }

    /// The next data chunk or damaged part, or null at the end.
    public @Nullable Item next() throws IOException {
        while (items.isEmpty() && chunk < end && nextLeaf < map.shape().leafCount()) {
            fill();
        }
        return items.poll();
    }

    /// Takes in one more leaf or damaged node.
    private void fill() throws IOException {
        MapWindow current = window;
        if (current == null || nextLeaf >= current.until()) {
            current = map.window(nextLeaf, LEAVES_AT_ONCE);
            window = current;
        }
        Map.Entry<Long, MapPage> leaf = current.leaves().ceilingEntry(nextLeaf);
        DamagedNode damage = current.damagedFrom(chunk);
        if (damage != null && (leaf == null || damage.firstChunk() <= leaf.getKey() * MapShape.FANOUT)) {
            take(damage);
        } else if (leaf != null) {
            take(leaf.getKey(), leaf.getValue());
        } else {
            nextLeaf = current.until();
        }
    }

    private void take(DamagedNode damage) {
        long first = Math.max(chunk, damage.firstChunk());
        long after = Math.min(end, damage.firstChunk() + damage.chunkCount());
        if (first < after) {
            items.add(new Item.Damaged(first, after - first, damage.cause()));
        }
        chunk = Math.max(chunk, damage.firstChunk() + damage.chunkCount());
        nextLeaf = (chunk + MapShape.FANOUT - 1) / MapShape.FANOUT;
    }

    private void take(long leaf, MapPage page) {
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            ChunkId id = page.id(slot);
            long number = leaf * MapShape.FANOUT + slot;
            if (id != null && number >= chunk && number < end) {
                items.add(new Item.Data(number, id));
            }
        }
        nextLeaf = leaf + 1;
        chunk = Math.max(chunk, nextLeaf * MapShape.FANOUT);
    }
}
