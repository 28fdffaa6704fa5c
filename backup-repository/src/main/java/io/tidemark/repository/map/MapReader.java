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
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// One disk's map. Thread-safe; holds one window of pages besides those that [MapPages] keeps.
public final class MapReader {

    /// Leaves that are loaded together when one is needed: 128 KiB of pages, which cover 256 MiB of a disk.
    private static final int NEIGHBOURS = 64;

    private final MapRoot root;
    private final MapShape shape;
    private final MapPages pages;
    private volatile @Nullable Neighbourhood last;

    private record Neighbourhood(long firstLeaf, MapWindow window) {}

    public MapReader(MapRoot root, MapShape shape, MapPages pages) {
        this.root = root;
        this.shape = shape;
        this.pages = pages;
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
        long firstLeaf = MapShape.leafOf(chunk) / NEIGHBOURS * NEIGHBOURS;
        Neighbourhood near = last;
        if (near == null || near.firstLeaf() != firstLeaf) {
            near = new Neighbourhood(firstLeaf, window(firstLeaf, NEIGHBOURS));
            last = near;
        }
        DamagedNode damage = near.window().damageAt(chunk);
        if (damage != null) {
            throw damage.cause();
        }
        return near.window().chunkId(chunk);
    }

    /// The first leaf from a number on that has a page, or whose page may be lost to damage; -1 when there is none.
    ///
    /// Steps over absent subtrees, however large.
    public long nextLeaf(long from) throws IOException {
        ChunkId rootPage = root.page();
        return rootPage == null ? -1 : nextLeaf(root.level(), 0, rootPage, from);
    }

    private long nextLeaf(int level, long node, ChunkId id, long from) throws IOException {
        long first = MapShape.leafOf(MapShape.firstChunk(level, node));
        if (level == 0) {
            return first;
        }
        if (!(pages.load(List.of(id)).get(id) instanceof LoadedPage.Intact(MapPage page)) || !fits(page, level, node)) {
            return Math.max(first, from);
        }
        long leavesPerChild = MapShape.span(level - 1) / MapShape.FANOUT;
        for (int slot = (int) Math.max(0, (from - first) / leavesPerChild); slot < MapShape.FANOUT; slot++) {
            ChunkId child = page.id(slot);
            if (child != null) {
                long found = nextLeaf(level - 1, node * MapShape.FANOUT + slot, child, from);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    /// Loads a run of leaves with as few requests as possible.
    ///
    /// @param leafCount  at most 512 are kept by the cache until they are used
    public MapWindow window(long firstLeaf, long leafCount) throws IOException {
        return load(LongStream.range(firstLeaf, Math.min(firstLeaf + leafCount, shape.leafCount()))
                .toArray());
    }

    /// Loads leaves with as few requests as possible: level by level, all pages of a level together.
    ///
    /// @param wanted  numbers of leaves, ascending
    MapWindow load(long[] wanted) throws IOException {
        NavigableMap<Long, MapPage> nodes = new TreeMap<>();
        List<DamagedNode> damaged = new ArrayList<>();
        ChunkId rootPage = root.page();
        if (rootPage == null || wanted.length == 0) {
            return new MapWindow(nodes, damaged);
        }
        Map<Long, ChunkId> ids = new TreeMap<>();
        ids.put(0L, rootPage);
        for (int level = root.level(); ; level--) {
            nodes = load(level, ids, damaged);
            if (level == 0) {
                damaged.sort(Comparator.comparingLong(DamagedNode::firstChunk));
                return new MapWindow(nodes, damaged);
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
