package io.tidemark.repository.collection;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.IndexMarks;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.map.MapVisitor;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What the points need, found by following all their maps, and where it lies. Memory: a bit per index entry, and about
/// 300 bytes per pack.
///
/// Anything that cannot be followed ends the collection: where a page is lost, nobody knows what is needed.
final class Marking {

    private final List<PointManifest> points;
    private final PackListing packs;
    private final IndexMarks marks;
    private final ChunkIndex index;

    /// Follows all maps.
    ///
    /// @param points  all that exist
    /// @param index  brought up to date after the points were listed
    /// @param packs  listed after the index was
    Marking(List<PointManifest> points, ChunkIndex index, PackListing packs, PointMaps maps) throws IOException {
        for (Map.Entry<String, RepositoryException> each : index.damaged().entrySet()) {
            throw each.getValue();
        }
        this.points = points;
        this.packs = packs;
        this.index = index;
        this.marks = index.marks();
        List<MapReader> all = new ArrayList<>();
        for (PointManifest manifest : points) {
            for (PointDisk disk : manifest.point().disks()) {
                all.add(maps.of(manifest.point(), disk));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            if (i % MapReader.MAPS_AHEAD == 0) {
                MapReader.readAhead(all.subList(i, Math.min(all.size(), i + MapReader.MAPS_AHEAD)), marks::isMarked);
            }
            MapVisitor.visit(all.get(i), new Visit());
        }
        requireAll();
    }

    private final class Visit implements MapVisitor.Visit {
        @Override
        public boolean page(ChunkId id) throws IOException {
            return mark("map page " + id, id) == IndexMarks.Found.FIRST;
        }

        @Override
        public void chunk(long number, ChunkId id) throws IOException {
            mark("chunk " + id, id);
        }

        @Override
        public void damaged(DamagedNode node) throws IOException {
            throw node.cause();
        }
    }

    private IndexMarks.Found mark(String what, ChunkId id) throws IOException {
        IndexMarks.Found found = marks.mark(id);
        if (found == IndexMarks.Found.NOWHERE) {
            throw index.unknown(what);
        }
        return found;
    }

    private void requireAll() throws IOException {
        marks.forEachMarked((_, id, pack, offset, length) -> {
            if (!isThere(pack, offset, length) && best(id, _ -> 0) == null) {
                throw new ObjectCorruptException(
                        marks.packs().get(pack).key(), offset, "a pack that has " + id, "none, or a shorter one");
            }
        });
    }

    List<PointManifest> points() {
        return points;
    }

    PackListing packs() {
        return packs;
    }

    /// Every pack that the index named when this was made.
    Set<PackId> indexed() {
        return new HashSet<>(marks.packs());
    }

    /// Whether a record in a pack is known to be damaged.
    boolean isDamaged(PackId pack, int offset) {
        return marks.isDamaged(pack, offset);
    }

    /// Whether a pack is known not to be able to tell what it holds.
    boolean isUntold(PackId pack) {
        return marks.isUntold(pack);
    }

    private boolean isThere(int pack, int offset, int length) {
        return (long) offset + length <= packs.size(marks.packs().get(pack));
    }

    /// One of several copies of a record.
    private record Copy(long number, PackId pack, int rank) {}

    /// The copy of a record that is in the pack of the least rank, of those that exist.
    private @Nullable Copy best(ChunkId id, ToIntFunction<PackId> rank) throws IOException {
        List<Copy> copies = new ArrayList<>(2);
        marks.copies(id, (number, _, pack, offset, length) -> {
            if (isThere(pack, offset, length)) {
                PackId each = marks.packs().get(pack);
                Copy copy = new Copy(number, each, rank.applyAsInt(each));
                if (copies.isEmpty() || isBetter(copy, copies.getFirst())) {
                    copies.clear();
                    copies.add(copy);
                }
            }
        });
        return copies.isEmpty() ? null : copies.getFirst();
    }

    private static boolean isBetter(Copy one, Copy other) {
        int order = Integer.compare(one.rank(), other.rank());
        return order != 0 ? order < 0 : one.pack().compareTo(other.pack()) < 0;
    }

    /// Which packs at stake must stay, as a point needs something of which there is no other copy.
    ///
    /// @param doomed  packs that other verdicts may delete: they are the last to be relied on
    Set<PackId> spared(Set<PackId> atStake, Set<PackId> doomed) throws IOException {
        Set<PackId> spared = new HashSet<>();
        marks.forEachMarked((_, id, pack, offset, length) -> {
            PackId holder = marks.packs().get(pack);
            if (!atStake.contains(holder) || spared.contains(holder) || !isThere(pack, offset, length)) {
                return;
            }
            Copy kept = best(id, each -> {
                if (spared.contains(each)) {
                    return 0;
                }
                return (atStake.contains(each) ? 1 : 0) + (doomed.contains(each) ? 2 : 0);
            });
            if (kept != null && kept.rank() > 0) {
                spared.add(kept.pack());
            }
        });
        return spared;
    }

    /// Takes the records that the points need: of several copies, the one to be kept.
    interface Kept {
        void record(ChunkId id, PackId pack, int offset, int length) throws IOException;
    }

    /// Tells every record that points need once, as one of its copies.
    ///
    /// @param rank  the copy in the pack of the least rank is told
    /// @param wanted  packs whose records are of interest
    void forEachKept(ToIntFunction<PackId> rank, Predicate<PackId> wanted, Kept kept) throws IOException {
        marks.forEachMarked((number, id, pack, offset, length) -> {
            PackId holder = marks.packs().get(pack);
            if (!wanted.test(holder) || !isThere(pack, offset, length)) {
                return;
            }
            Copy best = best(id, rank);
            if (best != null && best.number() == number) {
                kept.record(id, holder, offset, length);
            }
        });
    }
}
