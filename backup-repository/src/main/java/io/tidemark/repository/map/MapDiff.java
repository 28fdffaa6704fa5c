package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds the chunks in which two maps differ, and reads no page that both of them have: equal ids are equal
/// subtrees. Maps of disks of different sizes are compared too. Used by one thread; holds 128 pages per
/// level.
public final class MapDiff {

    /// What is found, ascending.
    public interface Visit {
        /// A chunk that differs.
        void changed(long chunk) throws IOException;

        /// A part of one of the maps that cannot be read: nobody knows whether the chunks below it differ.
        void damaged(Side side, DamagedNode node) throws IOException;
    }

    /// Which of the two maps.
    public enum Side {
        BEFORE,
        AFTER
    }

    /// The ids that both maps have at one node; they differ.
    private record Pair(@Nullable ChunkId before, @Nullable ChunkId after) {}

    private record Damage(Side side, DamagedNode node) {}

    private final MapReader before;
    private final MapReader after;
    private final Visit visit;
    private long pagesRead;

    private MapDiff(MapReader before, MapReader after, Visit visit) {
        this.before = before;
        this.after = after;
        this.visit = visit;
    }

    /// Compares two maps.
    ///
    /// @return how many pages were read
    public static long walk(MapReader before, MapReader after, Visit visit) throws IOException {
        MapDiff diff = new MapDiff(before, after, visit);
        diff.compareRoots();
        return diff.pagesRead;
    }

    private void compareRoots() throws IOException {
        int lower = Math.min(before.root().level(), after.root().level());
        int upper = Math.max(before.root().level(), after.root().level());
        boolean beforeIsTaller = before.root().level() == upper;
        MapReader taller = beforeIsTaller ? before : after;
        ChunkId inTaller = taller.root().page();
        ChunkId inOther = (beforeIsTaller ? after : before).root().page();
        // What the taller map has beside the first node of each level lies beyond the other disk's end.
        List<NavigableMap<Long, Pair>> beyond = new ArrayList<>();
        for (int level = upper; level > lower && inTaller != null; level--) {
            NavigableMap<Long, Pair> root = new TreeMap<>(Map.of(0L, pair(beforeIsTaller, inTaller, null)));
            Map<Long, List<Damage>> damage = new HashMap<>();
            Side side = beforeIsTaller ? Side.BEFORE : Side.AFTER;
            MapPage page = load(side, level, root, damage).get(0L);
            if (page == null) {
                tell(damage.getOrDefault(0L, List.of()));
                return;
            }
            NavigableMap<Long, Pair> siblings = new TreeMap<>();
            for (int slot = 1; slot < MapShape.FANOUT; slot++) {
                ChunkId id = page.id(slot);
                if (id != null) {
                    siblings.put((long) slot, pair(beforeIsTaller, id, null));
                }
            }
            beyond.add(siblings);
            inTaller = page.id(0);
        }
        if (!Objects.equals(inTaller, inOther)) {
            compare(lower, new TreeMap<>(Map.of(0L, pair(beforeIsTaller, inTaller, inOther))));
        }
        for (int level = upper - beyond.size(); level < upper; level++) {
            compare(level, beyond.get(upper - 1 - level));
        }
    }

    private static Pair pair(boolean firstIsBefore, @Nullable ChunkId first, @Nullable ChunkId second) {
        return firstIsBefore ? new Pair(first, second) : new Pair(second, first);
    }

    /// @param nodes  of one level, at most 64
    private void compare(int level, NavigableMap<Long, Pair> nodes) throws IOException {
        Map<Long, List<Damage>> damage = new HashMap<>();
        Map<Long, MapPage> old = load(Side.BEFORE, level, nodes, damage);
        Map<Long, MapPage> young = load(Side.AFTER, level, nodes, damage);
        for (long node : nodes.keySet()) {
            List<Damage> here = damage.get(node);
            if (here != null) {
                tell(here);
                continue;
            }
            NavigableMap<Long, Pair> children = differing(node, old.get(node), young.get(node));
            if (level > 0 && !children.isEmpty()) {
                compare(level - 1, children);
            } else {
                for (long chunk : children.keySet()) {
                    visit.changed(chunk);
                }
            }
        }
    }

    private static NavigableMap<Long, Pair> differing(long node, @Nullable MapPage old, @Nullable MapPage young) {
        NavigableMap<Long, Pair> children = new TreeMap<>();
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            ChunkId a = old == null ? null : old.id(slot);
            ChunkId b = young == null ? null : young.id(slot);
            if (!Objects.equals(a, b)) {
                children.put(node * MapShape.FANOUT + slot, new Pair(a, b));
            }
        }
        return children;
    }

    private Map<Long, MapPage> load(
            Side side, int level, NavigableMap<Long, Pair> nodes, Map<Long, List<Damage>> damage) throws IOException {
        Function<Pair, @Nullable ChunkId> idOf = side == Side.BEFORE ? Pair::before : Pair::after;
        Map<Long, ChunkId> wanted = new TreeMap<>();
        nodes.forEach((node, pair) -> {
            ChunkId id = idOf.apply(pair);
            if (id != null) {
                wanted.put(node, id);
            }
        });
        List<DamagedNode> damaged = new ArrayList<>();
        Map<Long, MapPage> loaded = (side == Side.BEFORE ? before : after).load(level, wanted, damaged);
        pagesRead += wanted.size();
        for (DamagedNode each : damaged) {
            long node = each.firstChunk() / MapShape.span(level);
            damage.computeIfAbsent(node, _ -> new ArrayList<>()).add(new Damage(side, each));
        }
        return loaded;
    }

    private void tell(List<Damage> damage) throws IOException {
        for (Damage each : damage) {
            visit.damaged(each.side(), each.node());
        }
    }
}
