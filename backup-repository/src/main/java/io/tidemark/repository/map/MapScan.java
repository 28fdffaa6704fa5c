package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.index.IdSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// Looks for chunks in many maps one after the other, and goes into a page again only if something was found
/// below it. Used by one thread; 43 to 86 bytes of heap per page.
public final class MapScan {

    /// What is looked for.
    public interface Visit {
        /// A chunk that a leaf names.
        ///
        /// @return whether it is one of those that are looked for
        boolean chunk(long number, ChunkId id) throws IOException;

        /// A page of the map, of whatever level; told again when it is gone into again.
        default void page(ChunkId id) throws IOException {}

        /// A part of the map that cannot be read.
        void damaged(DamagedNode node) throws IOException;
    }

    private final IdSet clean = new IdSet();

    /// Goes through several maps in their order; waits for fewer requests than going through each by itself.
    ///
    /// @param visits  what is looked for in the map of that number
    public void scanAll(List<MapReader> maps, IntFunction<Visit> visits) throws IOException {
        for (int i = 0; i < maps.size(); i++) {
            if (i % MapReader.MAPS_AHEAD == 0) {
                MapReader.readAhead(maps.subList(i, Math.min(maps.size(), i + MapReader.MAPS_AHEAD)), clean::contains);
            }
            scan(maps.get(i), visits.apply(i));
        }
    }

    private void scan(MapReader map, Visit visit) throws IOException {
        ChunkId root = map.root().page();
        if (root != null && !clean.contains(root)) {
            scan(map, map.root().level(), Map.of(0L, root), visit);
        }
    }

    /// @param nodes  of one level, at most [MapReader#MOST_AT_ONCE]
    /// @return those below which something was found
    private Set<Long> scan(MapReader map, int level, Map<Long, ChunkId> nodes, Visit visit) throws IOException {
        for (ChunkId id : nodes.values()) {
            visit.page(id);
        }
        List<DamagedNode> damaged = new ArrayList<>();
        Map<Long, MapPage> loaded = map.load(level, new TreeMap<>(nodes), damaged);
        for (DamagedNode node : damaged) {
            visit.damaged(node);
        }
        Set<Long> found = new HashSet<>();
        Map<Long, ChunkId> children = new TreeMap<>();
        for (Map.Entry<Long, MapPage> each : loaded.entrySet()) {
            if (level == 0) {
                if (leaf(each.getKey(), each.getValue(), visit)) {
                    found.add(each.getKey());
                }
                continue;
            }
            if (children.size() > MapReader.MOST_AT_ONCE - MapShape.FANOUT) {
                below(map, level, children, found, visit);
            }
            for (int slot = 0; slot < MapShape.FANOUT; slot++) {
                ChunkId id = each.getValue().id(slot);
                if (id != null && !clean.contains(id)) {
                    children.put(each.getKey() * MapShape.FANOUT + slot, id);
                }
            }
        }
        below(map, level, children, found, visit);
        for (DamagedNode node : damaged) {
            found.add(MapShape.leafOf(node.firstChunk()) >>> (MapShape.FANOUT_BITS * level));
        }
        nodes.forEach((node, id) -> {
            if (!found.contains(node)) {
                clean.add(id);
            }
        });
        return found;
    }

    /// Goes into nodes of several parents together, so that few requests fetch many pages.
    private void below(MapReader map, int level, Map<Long, ChunkId> children, Set<Long> found, Visit visit)
            throws IOException {
        if (!children.isEmpty()) {
            for (long child : scan(map, level - 1, children, visit)) {
                found.add(child / MapShape.FANOUT);
            }
            children.clear();
        }
    }

    private static boolean leaf(long node, MapPage page, Visit visit) throws IOException {
        boolean found = false;
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            ChunkId id = page.id(slot);
            if (id != null) {
                found |= visit.chunk(node * MapShape.FANOUT + slot, id);
            }
        }
        return found;
    }
}
