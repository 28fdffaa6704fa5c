package io.tidemark.repository.verification;

import io.tidemark.repository.pack.PackId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Which records of which packs are to be read: 4 to 8 bytes of heap each, whatever number of points need
/// them.
final class WantedRecords {

    private static final int[] NONE = {};

    private final Map<PackId, Offsets> packs = new TreeMap<>();

    private static final class Offsets {
        private int[] values = NONE;
        private int size;

        void add(int offset) {
            if (size == values.length) {
                values = Arrays.copyOf(values, Math.max(8, size + size / 2));
            }
            values[size++] = offset;
        }

        int[] distinct() {
            return Arrays.stream(values, 0, size).sorted().distinct().toArray();
        }
    }

    void add(PackId pack, int offset) {
        packs.computeIfAbsent(pack, _ -> new Offsets()).add(offset);
    }

    /// Sorts what was added, and forgets repetitions.
    void settle() {
        for (Offsets each : packs.values()) {
            each.values = each.distinct();
            each.size = each.values.length;
        }
    }

    Collection<PackId> packs() {
        return packs.keySet();
    }

    /// The offsets of a pack's records, ascending; not to be changed.
    int[] of(PackId pack) {
        Offsets offsets = packs.get(pack);
        return offsets == null ? NONE : offsets.values;
    }

    long count() {
        return packs.values().stream().mapToLong(each -> each.size).sum();
    }
}
