package io.tidemark.repository.index;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordKind;
import io.tidemark.repository.pack.RecordLocation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;

/// A sorted table of records, in mapped or heap memory that someone else owns. Look-ups allocate nothing but their
/// result, and touch one slot of the fan-out and about six entries.
final class IndexTable {

    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int LOCATION_AT = ChunkId.LENGTH;

    private final MemorySegment memory;
    private final TableLayout layout;

    private IndexTable(MemorySegment memory, TableLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /// Reads the head, and checks that the rest has the length that it says.
    ///
    /// @param key  the object, for complaints
    /// @param base  where in it the table starts
    static IndexTable of(String key, long base, MemorySegment memory) throws ObjectCorruptException {
        if (memory.byteSize() < TableLayout.HEAD_LENGTH) {
            throw new ObjectCorruptException(
                    key,
                    base,
                    "a table of at least " + TableLayout.HEAD_LENGTH + " bytes",
                    memory.byteSize() + " bytes");
        }
        long entries = memory.get(LONG, 0);
        int packs = memory.get(INT, 8);
        int tail = memory.get(INT, 12);
        int bits = tail >>> 24;
        boolean sound = entries >= 0
                && entries <= TableLayout.MAX_ENTRIES
                && packs >= 0
                && bits <= TableLayout.MAX_FANOUT_BITS
                && (tail & 0xffffff) == 0;
        TableLayout layout = sound ? new TableLayout(entries, packs, bits) : new TableLayout(0, 0, 0);
        if (!sound || layout.length() != memory.byteSize()) {
            throw new ObjectCorruptException(
                    key,
                    base,
                    "a table of " + memory.byteSize() + " bytes",
                    entries + " entries, " + packs + " packs and " + bits + " bits of fan-out");
        }
        return new IndexTable(memory, layout);
    }

    /// Checks every entry. Needed once, for a table that comes from a store.
    void requireSound(String key, long base) throws RepositoryException {
        for (long i = 0; i < layout.entries(); i++) {
            long at = base + layout.entryAt(i);
            if (i > 0 && id(i - 1).compareTo(id(i)) > 0) {
                throw new ObjectCorruptException(key, at, "entries ascending by id", id(i) + " after " + id(i - 1));
            }
            int pack = packNumber(i);
            long offset = Integer.toUnsignedLong(offset(i));
            int form = formAndLength(i) >>> 24;
            int length = formAndLength(i) & RecordLocation.MAX_LENGTH;
            if (RecordKind.ofForm(form) == null || Encoding.of(form & 0xf) == null) {
                throw new FormatTooNewException(key, "record form " + form, "forms 0, 1, 16 and 17");
            }
            if (pack < 0 || pack >= layout.packs() || length == 0 || offset > Integer.MAX_VALUE - length) {
                throw new ObjectCorruptException(
                        key,
                        at + LOCATION_AT,
                        "a place in one of " + layout.packs() + " packs",
                        "pack number " + pack + ", offset " + offset + ", length " + length);
            }
        }
        requireSoundFanout(key, base);
    }

    private void requireSoundFanout(String key, long base) throws ObjectCorruptException {
        long entry = 0;
        for (int slot = 0; slot < 1 << layout.fanoutBits(); slot++) {
            while (entry < layout.entries() && layout.slot(leading(entry)) <= slot) {
                entry++;
            }
            if (fanout(slot) != entry) {
                throw new ObjectCorruptException(
                        key, base + layout.fanoutAt(slot), "fan-out " + entry, Long.toString(fanout(slot)));
            }
        }
    }

    long size() {
        return layout.entries();
    }

    int packs() {
        return layout.packs();
    }

    boolean contains(ChunkId id) {
        long at = lowerBound(id);
        return at < layout.entries() && compare(at, id) == 0;
    }

    /// Adds every place where a record lies: more than one when two writers stored it at the same time.
    void collect(ChunkId id, List<RecordLocation> into) {
        for (long at = lowerBound(id); at < layout.entries() && compare(at, id) == 0; at++) {
            into.add(location(at));
        }
    }

    /// The first entry with an id, or the place where it would be: to be tried with [#isAt].
    long first(ChunkId id) {
        return lowerBound(id);
    }

    boolean isAt(long index, ChunkId id) {
        return index < layout.entries() && compare(index, id) == 0;
    }

    ChunkId id(long index) {
        long at = layout.entryAt(index);
        return new ChunkId(
                memory.get(LONG, at), memory.get(LONG, at + 8), memory.get(LONG, at + 16), memory.get(LONG, at + 24));
    }

    long leading(long index) {
        return memory.get(LONG, layout.entryAt(index));
    }

    PackId pack(int number) {
        long at = layout.packAt(number);
        return new PackId(new UUID(memory.get(LONG, at), memory.get(LONG, at + 8)));
    }

    int packNumber(long index) {
        return memory.get(INT, layout.entryAt(index) + LOCATION_AT);
    }

    int offset(long index) {
        return memory.get(INT, layout.entryAt(index) + LOCATION_AT + 4);
    }

    int formAndLength(long index) {
        return memory.get(INT, layout.entryAt(index) + LOCATION_AT + 8);
    }

    private RecordLocation location(long index) {
        int formAndLength = formAndLength(index);
        RecordKind kind = RecordKind.ofForm(formAndLength >>> 24);
        Encoding encoding = Encoding.of((formAndLength >>> 24) & 0xf);
        if (kind == null || encoding == null) {
            throw new IllegalStateException("An index table was used before it was checked");
        }
        return new RecordLocation(
                pack(packNumber(index)), offset(index), formAndLength & RecordLocation.MAX_LENGTH, kind, encoding);
    }

    /// The first entry whose id is not less.
    private long lowerBound(ChunkId id) {
        int slot = layout.slot(id.a());
        long low = slot == 0 ? 0 : fanout(slot - 1);
        long high = fanout(slot);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (compare(middle, id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long fanout(int slot) {
        return Integer.toUnsignedLong(memory.get(INT, layout.fanoutAt(slot)));
    }

    private int compare(long index, ChunkId id) {
        int order = Long.compareUnsigned(leading(index), id.a());
        return order != 0 ? order : id(index).compareTo(id);
    }
}
