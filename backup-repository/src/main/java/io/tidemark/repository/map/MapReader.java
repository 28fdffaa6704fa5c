package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One disk's map. Thread-safe; holds one window of pages besides those that [MapPages] keeps.
public final class MapReader {

    /// Leaves that are loaded together when one is needed: 128 KiB of pages, which cover 256 MiB of data.
    private static final int NEIGHBOURS = 64;

    /// As many when neighbourhoods are asked for one after the other.
    private static final int MOST_NEIGHBOURS = 512;

    /// Nodes that are loaded together when a whole map is followed: at most 1 MiB of pages for each level.
    static final int MOST_AT_ONCE = 512;

    /// As many maps are read ahead together.
    public static final int MAPS_AHEAD = 16;

    private final MapRoot root;
    private final MapShape shape;
    private final MapPages pages;
    private volatile @Nullable Neighbourhood last;

    private record Neighbourhood(long firstLeaf, int leafCount, MapWindow window) {

        boolean has(long leaf) {
            return leaf >= firstLeaf && leaf < window.until();
        }

        /// Whether a leaf lies so shortly behind that someone seems to be walking along the disk.
        boolean isShortlyBefore(long leaf) {
            return leaf >= window.until() && leaf - window.until() < window.until() - firstLeaf;
        }
    }

    public MapReader(MapRoot root, MapShape shape, MapPages pages) {
        this.root = root;
        this.shape = shape;
        this.pages = pages;
    }

    /// Makes following several maps, one after the other, wait for fewer requests: fetches what they begin
    /// with for all of them together. Call it for [#MAPS_AHEAD] maps at a time.
    ///
    /// @param maps  of one repository
    /// @param known  true of pages that will not be followed
    public static void readAhead(List<MapReader> maps, Predicate<ChunkId> known) throws IOException {
        List<ChunkId> roots = new ArrayList<>();
        for (MapReader map : maps) {
            ChunkId root = map.root.page();
            if (root != null) {
                roots.add(root);
            }
        }
        if (roots.size() > 1) {
            maps.getFirst().pages.readAhead(roots, known);
        }
    }

    public MapRoot root() {
        return root;
    }

    public MapShape shape() {
        return shape;
    }

    /// The id of a chunk, or null for a hole. Chunks near the last one asked for cost no request.
    ///
    /// @throws RepositoryException if the part of the map that knows it is damaged
    public @Nullable ChunkId chunkId(long chunk) throws IOException {
        long leaf = MapShape.leafOf(chunk);
        Neighbourhood near = last;
        if (near == null || !near.has(leaf)) {
            near = load(leaf);
        }
        DamagedNode damage = near.window().damageAt(chunk);
        if (damage != null) {
            throw damage.cause();
        }
        return near.window().chunkId(chunk);
    }

    private synchronized Neighbourhood load(long leaf) throws IOException {
        Neighbourhood before = last;
        if (before != null && before.has(leaf)) {
            return before;
        }
        int count = before != null && before.isShortlyBefore(leaf)
                ? Math.min(MOST_NEIGHBOURS, before.leafCount() * 2)
                : NEIGHBOURS;
        long first = leaf / NEIGHBOURS * NEIGHBOURS;
        Neighbourhood loaded = new Neighbourhood(first, count, window(first, count));
        last = loaded;
        return loaded;
    }

    /// Loads the next leaves that are there, stepping over absent subtrees however large: level by level, all
    /// pages of a level together.
    ///
    /// @param firstLeaf  where to start; leaves before it in the same subtree may be loaded too
    /// @param leafCount  how many leaves to load at most
    MapWindow window(long firstLeaf, int leafCount) throws IOException {
        List<DamagedNode> damaged = new ArrayList<>();
        ChunkId rootPage = root.page();
        long until = Long.MAX_VALUE;
        NavigableMap<Long, ChunkId> ids = new TreeMap<>();
        if (rootPage != null) {
            ids.put(0L, rootPage);
        }
        for (int level = root.level(); ; level--) {
            NavigableMap<Long, MapPage> nodes = load(level, ids, damaged);
            if (level == 0) {
                long end = until;
                damaged.removeIf(node -> MapShape.leafOf(node.firstChunk()) >= end);
                damaged.sort(Comparator.comparingLong(DamagedNode::firstChunk));
                return new MapWindow(nodes, damaged, until);
            }
            ids = children(nodes, firstLeaf >>> (MapShape.FANOUT_BITS * (level - 1)));
            while (ids.size() > leafCount) {
                long excluded = ids.pollLastEntry().getKey();
                until = MapShape.leafOf(MapShape.firstChunk(level - 1, excluded));
            }
        }
    }

    private static NavigableMap<Long, ChunkId> children(Map<Long, MapPage> nodes, long firstChild) {
        NavigableMap<Long, ChunkId> children = new TreeMap<>();
        nodes.forEach((node, page) -> {
            for (int slot = 0; slot < MapShape.FANOUT; slot++) {
                ChunkId id = page.id(slot);
                long child = node * MapShape.FANOUT + slot;
                if (id != null && child >= firstChild) {
                    children.put(child, id);
                }
            }
        });
        return children;
    }

    /// Loads leaves with as few requests as possible: level by level, all pages of a level together.
    ///
    /// @param wanted  numbers of leaves, ascending
    MapWindow load(long[] wanted) throws IOException {
        NavigableMap<Long, MapPage> nodes = new TreeMap<>();
        List<DamagedNode> damaged = new ArrayList<>();
        ChunkId rootPage = root.page();
        if (rootPage == null || wanted.length == 0) {
            return new MapWindow(nodes, damaged, Long.MAX_VALUE);
        }
        Map<Long, ChunkId> ids = new TreeMap<>();
        ids.put(0L, rootPage);
        for (int level = root.level(); ; level--) {
            nodes = load(level, ids, damaged);
            if (level == 0) {
                damaged.sort(Comparator.comparingLong(DamagedNode::firstChunk));
                return new MapWindow(nodes, damaged, Long.MAX_VALUE);
            }
            ids = childrenOnTheWay(level, nodes, wanted);
        }
    }

    /// Loads nodes of one level; what is damaged is told apart.
    NavigableMap<Long, MapPage> load(int level, Map<Long, ChunkId> ids, List<DamagedNode> damaged) throws IOException {
        Map<ChunkId, LoadedPage> loaded = pages.load(ids.values());
        NavigableMap<Long, MapPage> intact = new TreeMap<>();
        ids.forEach((node, id) -> {
            switch (loaded.get(id)) {
                case LoadedPage.Intact(MapPage page) when fits(page, level, node) -> intact.put(node, page);
                case LoadedPage.Intact(MapPage page) -> damaged.add(damage(level, node, misfit(id, page, level, node)));
                case LoadedPage.Damaged(RepositoryException cause) -> damaged.add(damage(level, node, cause));
                case null -> throw new IllegalStateException("A page was neither loaded nor found damaged: " + id);
            }
        });
        return intact;
    }

    /// Whether a page has the level of its place and no child beyond the disk's end.
    private boolean fits(MapPage page, int level, long node) {
        int lastSlot = Long.SIZE - 1 - Long.numberOfLeadingZeros(page.present());
        long lastChild = node * MapShape.FANOUT + lastSlot;
        long start = level == 0 ? lastChild : MapShape.firstChunk(level - 1, lastChild);
        return page.level() == level && start < shape.chunkCount();
    }

    private ObjectCorruptException misfit(ChunkId id, MapPage page, int level, long node) {
        return new ObjectCorruptException(
                "map page " + id,
                0,
                "a page of level " + level + " for a disk of " + shape.chunkCount() + " chunks",
                "level " + page.level() + " at node " + node + " with children beyond it");
    }

    private DamagedNode damage(int level, long node, RepositoryException cause) {
        long first = MapShape.firstChunk(level, node);
        return new DamagedNode(first, Math.min(MapShape.span(level), shape.chunkCount() - first), cause);
    }

    private static Map<Long, ChunkId> childrenOnTheWay(int level, Map<Long, MapPage> nodes, long[] wanted) {
        Map<Long, ChunkId> children = new TreeMap<>();
        int shift = MapShape.FANOUT_BITS * (level - 1);
        long previous = -1;
        for (long leaf : wanted) {
            long child = leaf >>> shift;
            MapPage parent = child == previous ? null : nodes.get(child >>> MapShape.FANOUT_BITS);
            previous = child;
            ChunkId id = parent == null ? null : parent.id((int) (child % MapShape.FANOUT));
            if (id != null) {
                children.put(child, id);
            }
        }
        return children;
    }
}
