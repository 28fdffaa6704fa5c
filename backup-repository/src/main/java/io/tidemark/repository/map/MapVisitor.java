package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Walks a whole map, page by page, leaving out what the visitor has seen already.
public final class MapVisitor {

    /// What is found on the way.
    public interface Visit {
        /// A page is about to be read.
        ///
        /// @return whether to go into it
        boolean page(ChunkId id) throws IOException;

        /// A chunk that a leaf names.
        void chunk(long number, ChunkId id) throws IOException;

        /// A part of the map that cannot be read.
        void damaged(DamagedNode node) throws IOException;
    }

    private final MapReader map;
    private final Visit visit;

    private MapVisitor(MapReader map, Visit visit) {
        this.map = map;
        this.visit = visit;
    }

    /// Walks a map.
    public static void visit(MapReader map, Visit visit) throws IOException {
        ChunkId root = map.root().page();
        if (root != null && visit.page(root)) {
            new MapVisitor(map, visit).visit(map.root().level(), Map.of(0L, root));
        }
    }

    /// @param nodes  of one level, at most [MapReader#MOST_AT_ONCE]
    private void visit(int level, Map<Long, ChunkId> nodes) throws IOException {
        List<DamagedNode> damaged = new ArrayList<>();
        Map<Long, MapPage> loaded = map.load(level, nodes, damaged);
        for (DamagedNode node : damaged) {
            visit.damaged(node);
        }
        // Children of several parents together, so that few requests fetch many pages.
        Map<Long, ChunkId> children = new LinkedHashMap<>();
        for (Map.Entry<Long, MapPage> each : loaded.entrySet()) {
            if (children.size() > MapReader.MOST_AT_ONCE - MapShape.FANOUT) {
                visit(level - 1, children);
                children.clear();
            }
            for (int slot = 0; slot < MapShape.FANOUT; slot++) {
                ChunkId id = each.getValue().id(slot);
                long child = each.getKey() * MapShape.FANOUT + slot;
                if (id != null && level == 0) {
                    visit.chunk(child, id);
                } else if (id != null && visit.page(id)) {
                    children.put(child, id);
                }
            }
        }
        if (!children.isEmpty()) {
            visit(level - 1, children);
        }
    }
}
