package io.tidemark.repository.collection;

import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;

/// The packs in the store. About 150 bytes of heap each.
final class PackListing {

    private record Facts(long size, Instant storedAt) {}

    private final TreeMap<PackId, Facts> packs = new TreeMap<>();
    private long bytes;

    private PackListing() {}

    static PackListing of(ObjectStore store) throws IOException {
        PackListing listing = new PackListing();
        store.list(PackId.PREFIX, listing::add);
        return listing;
    }

    private void add(StoredObject object) {
        try {
            packs.put(PackId.ofKey(object.key()), new Facts(object.size(), object.lastModified()));
            bytes += object.size();
        } catch (IllegalArgumentException stranger) {
            // Not a pack, and not ours to delete.
            return;
        }
    }

    /// Ascending.
    Set<PackId> all() {
        return packs.keySet();
    }

    boolean has(PackId pack) {
        return packs.containsKey(pack);
    }

    /// Bytes of a pack, or -1 if it does not exist.
    long size(PackId pack) {
        Facts facts = packs.get(pack);
        return facts == null ? -1 : facts.size();
    }

    Instant storedAt(PackId pack) {
        Facts facts = packs.get(pack);
        return facts == null ? Instant.MAX : facts.storedAt();
    }

    void remove(PackId pack) {
        packs.remove(pack);
    }

    int count() {
        return packs.size();
    }

    /// Bytes of all that were listed.
    long bytes() {
        return bytes;
    }

    CollectReport.Amount amount(Collection<PackId> some) {
        long size = some.stream().mapToLong(this::size).sum();
        return new CollectReport.Amount(some.size(), size);
    }
}
