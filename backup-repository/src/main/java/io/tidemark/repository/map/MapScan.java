package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.index.IdSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Looks for chunks in many maps one after the other, and goes into a page again only if something was found
/// below it. Used by one thread; 43 to 86 bytes of heap per page.
public final class MapScan {

    /// What is looked for.
    public interface Visit {
        /// A chunk that a leaf names.
        ///
        /// @return whether it is one of those that are looked for
        boolean chunk(long number, ChunkId id) throws IOException;

        /// A part of the map that cannot be read.
        void damaged(DamagedNode node) throws IOException;
    }

    private final IdSet clean = new IdSet();

    /// Goes through one map.
    public void scan(MapReader map, Visit visit) throws IOException {
        ChunkId root = map.root().page();
        if (root != null && !clean.contains(root)) {
            scan(map, map.root().level(), Map.of(0L, root), visit);
        }
    }

    /// @param nodes  of one level, at most 64
    /// @return whether something was found below any of them
    private boolean scan(MapReader map, int level, Map<Long, ChunkId> nodes, Visit visit) throws IOException {
        List<DamagedNode> damaged = new ArrayList<>();
        Map<Long, MapPage> loaded = map.load(level, new TreeMap<>(nodes), damaged);
        for (DamagedNode node : damaged) {
            visit.damaged(node);
        }
        Set<Long> found = new HashSet<>();
        for (Map.Entry<Long, MapPage> each : loaded.entrySet()) {
            if (scan(map, level, each.getKey(), each.getValue(), visit)) {
                found.add(each.getKey());
            }
        }
        nodes.forEach((node, id) -> {
            if (loaded.containsKey(node) && !found.contains(node)) {
                clean.add(id);
            }
        });
        return !found.isEmpty() || !damaged.isEmpty();
    }

    private boolean scan(MapReader map, int level, long node, MapPage page, Visit visit) throws IOException {
        boolean found = false;
        Map<Long, ChunkId> children = new LinkedHashMap<>();
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            ChunkId id = page.id(slot);
            long child = node * MapShape.FANOUT + slot;
            if (id != null && level == 0) {
                found |= visit.chunk(child, id);
            } else if (id != null && !clean.contains(id)) {
                children.put(child, id);
            }
        }
        return children.isEmpty() ? found : scan(map, level - 1, children, visit);
    }
}
