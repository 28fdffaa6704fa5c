package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.pack.PackId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The index at one moment, with a mark on each record that something refers to: one bit of heap per entry,
/// and about 100 bytes per pack. Used by one thread.
public final class IndexMarks {

    /// What [#mark] found.
    public enum Found {
        /// No entry has the id.
        NOWHERE,
        /// It was not marked before.
        FIRST,
        /// It was marked already.
        AGAIN
    }

    /// Takes entries of the index.
    public interface Visit {
        /// Takes one entry.
        ///
        /// @param number  tells it from all other entries, even of the same record
        /// @param pack  the number of its pack among [#packs()]
        void entry(long number, ChunkId id, int pack, int offset, int length) throws IOException;
    }

    private final List<IndexTable> tables;
    private final KnownDamage damage;
    private final List<BitSet> marks = new ArrayList<>();
    private final List<PackId> packs = new ArrayList<>();
    private final List<int[]> packNumbers = new ArrayList<>();

    IndexMarks(List<IndexTable> tables, KnownDamage damage) {
        this.tables = tables;
        this.damage = damage;
        Map<PackId, Integer> known = new HashMap<>();
        for (IndexTable table : tables) {
            int[] numbers = new int[table.packs()];
            for (int i = 0; i < numbers.length; i++) {
                PackId pack = table.pack(i);
                numbers[i] = known.computeIfAbsent(pack, _ -> {
                    packs.add(pack);
                    return packs.size() - 1;
                });
            }
            packNumbers.add(numbers);
            marks.add(new BitSet());
        }
    }

    /// Every pack that the index names.
    public List<PackId> packs() {
        return packs;
    }

    /// Marks every entry with an id.
    public Found mark(ChunkId id) {
        Found found = Found.NOWHERE;
        for (int i = 0; i < tables.size(); i++) {
            IndexTable table = tables.get(i);
            for (long at = table.first(id); table.isAt(at, id); at++) {
                if (marks.get(i).get((int) at)) {
                    return Found.AGAIN;
                }
                marks.get(i).set((int) at);
                found = Found.FIRST;
            }
        }
        return found;
    }

    /// Whether [#mark] has found an id before.
    public boolean isMarked(ChunkId id) {
        for (int i = 0; i < tables.size(); i++) {
            long at = tables.get(i).first(id);
            if (tables.get(i).isAt(at, id)) {
                return marks.get(i).get((int) at);
            }
        }
        return false;
    }

    /// Tells every entry with an id; those that are known to be damaged only when there is no other.
    public void copies(ChunkId id, Visit visit) throws IOException {
        boolean soundOnly = !damage.isEmpty() && anySound(id);
        for (int i = 0; i < tables.size(); i++) {
            IndexTable table = tables.get(i);
            for (long at = table.first(id); table.isAt(at, id); at++) {
                if (!soundOnly || isSound(table, at)) {
                    tell(i, at, id, visit);
                }
            }
        }
    }

    private boolean anySound(ChunkId id) {
        for (IndexTable table : tables) {
            for (long at = table.first(id); table.isAt(at, id); at++) {
                if (isSound(table, at)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isSound(IndexTable table, long at) {
        return !damage.has(table.pack(table.packNumber(at)), table.offset(at));
    }

    /// Whether a record in a pack is known to be damaged.
    public boolean isDamaged(PackId pack, int offset) {
        return damage.has(pack, offset);
    }

    /// Whether a pack is known not to be able to tell what it holds.
    public boolean isUntold(PackId pack) {
        return damage.hasFooterOf(pack);
    }

    /// Tells every marked entry: an id several times if several entries have it.
    public void forEachMarked(Visit visit) throws IOException {
        for (int i = 0; i < tables.size(); i++) {
            BitSet marked = marks.get(i);
            for (int at = marked.nextSetBit(0); at >= 0; at = marked.nextSetBit(at + 1)) {
                tell(i, at, tables.get(i).id(at), visit);
            }
        }
    }

    private void tell(int tableNumber, long at, ChunkId id, Visit visit) throws IOException {
        IndexTable table = tables.get(tableNumber);
        visit.entry(
                ((long) tableNumber << 32) | at,
                id,
                packNumbers.get(tableNumber)[table.packNumber(at)],
                table.offset(at),
                table.formAndLength(at) & 0xffffff);
    }
}
