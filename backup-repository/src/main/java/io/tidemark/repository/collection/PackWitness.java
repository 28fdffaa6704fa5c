package io.tidemark.repository.collection;

import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Knows which packs exist, having asked once for each. The index may name packs that were deleted long ago: a segment
/// of a writer that fell silent for days may be stored after its packs are gone. Thread-safe; about 100 bytes per pack
/// that was asked for.
public final class PackWitness {

    private static final long MISSING = -1;
    private static final int ASKED_AT_ONCE = 8;

    private final ObjectStore store;
    private final Map<PackId, Long> sizes = new ConcurrentHashMap<>();

    public PackWitness(ObjectStore store) {
        this.store = store;
    }

    /// Whether a record's pack exists and is long enough to hold it. Costs a request for each different pack.
    public boolean has(RecordLocation place) throws IOException {
        Long size = sizes.get(place.pack());
        return place.end() <= (size == null ? ask(place.pack()) : size);
    }

    private long ask(PackId pack) throws IOException {
        long size = store.head(pack.key()).map(StoredObject::size).orElse(MISSING);
        sizes.put(pack, size);
        return size;
    }

    /// Asks for packs that will be wanted, several at once, unless they are known.
    public void askAhead(Set<PackId> packs) throws IOException {
        Set<PackId> unknown = new TreeSet<>(packs);
        unknown.removeAll(sizes.keySet());
        ParallelReads.forEach(unknown, ASKED_AT_ONCE, this::ask);
    }

    /// A pack that this process has just stored.
    public void stored(PackId pack) {
        sizes.put(pack, Long.MAX_VALUE);
    }
}
