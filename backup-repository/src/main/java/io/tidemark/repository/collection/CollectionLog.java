package io.tidemark.repository.collection;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What collections have left in the bucket: lists it and reads it. Objects that were read once are kept while they
/// are listed, as they never change. Thread-safe.
public final class CollectionLog {

    static final String PREFIX = "collections/";

    /// Each further one needs a collection that is just ending.
    private static final int MAX_LISTINGS = 100;

    private final ObjectStore store;
    private final Sealing sealing;
    private Map<UUID, CondemnedList> condemned = Map.of();
    private Map<Epoch, Verdict> verdicts = Map.of();
    private @Nullable Fence fence;

    public CollectionLog(ObjectStore store, Sealing sealing) {
        this.store = store;
        this.sealing = sealing;
    }

    /// Lists everything: one small request. Objects with other names are passed over.
    public CollectionListing list() throws IOException {
        TreeMap<UUID, Instant> lists = new TreeMap<>();
        TreeSet<Epoch> fences = new TreeSet<>();
        TreeSet<Epoch> judged = new TreeSet<>();
        store.list(PREFIX, object -> {
            String key = object.key();
            try {
                if (key.startsWith(CondemnedList.PREFIX)) {
                    lists.put(CondemnedList.ofKey(key), object.lastModified());
                } else if (key.startsWith(Fence.PREFIX)) {
                    fences.add(Epoch.parse(key.substring(Fence.PREFIX.length())));
                } else if (key.startsWith(Verdict.PREFIX)) {
                    judged.add(Epoch.parse(key.substring(Verdict.PREFIX.length())));
                }
            } catch (IllegalArgumentException stranger) {
                // Whoever put it there: no collector did.
                return;
            }
        });
        return new CollectionListing(lists, fences, judged);
    }

    /// The state that a writer is to heed and a reader to believe. Two listings at least, unless there is no fence:
    /// the second one starts after the newest fence was seen, so it tells all that was stored before that fence.
    ///
    /// @throws RepositoryException if an object of a collection cannot be read
    public CollectionState state() throws IOException {
        CollectionListing listing = list();
        if (listing.epoch().equals(Epoch.NONE) && listing.condemned().isEmpty()) {
            return CollectionState.NONE;
        }
        for (int attempt = 1; attempt <= MAX_LISTINGS; attempt++) {
            CollectionListing again = list();
            if (again.epoch().equals(listing.epoch())) {
                Optional<CollectionState> state = read(again);
                if (state.isPresent()) {
                    return state.get();
                }
            }
            listing = again;
        }
        throw new ObjectCorruptException(
                PREFIX, 0, "objects that are there when they are listed", "some that were not, each time", null);
    }

    /// Reads what was listed; nothing if some of it was deleted meanwhile.
    synchronized Optional<CollectionState> read(CollectionListing listing) throws IOException {
        try {
            Map<UUID, CondemnedList> lists = new HashMap<>();
            for (UUID id : listing.condemned().keySet()) {
                CondemnedList known = condemned.get(id);
                lists.put(id, known != null ? known : readList(id));
            }
            Map<Epoch, Verdict> judged = new HashMap<>();
            for (Epoch epoch : listing.verdicts()) {
                Verdict known = verdicts.get(epoch);
                judged.put(epoch, known != null ? known : readVerdict(epoch));
            }
            Fence newest = fence;
            Epoch epoch = listing.epoch();
            if (epoch.equals(Epoch.NONE) || judged.containsKey(epoch)) {
                newest = null;
            } else if (newest == null || !newest.epoch().equals(epoch)) {
                newest = Fence.parse(sealing, epoch, store.get(Fence.key(epoch)));
            }
            condemned = Map.copyOf(lists);
            verdicts = Map.copyOf(judged);
            fence = newest;
            Set<PackId> packs = new HashSet<>();
            lists.values().forEach(list -> packs.addAll(list.packs()));
            return Optional.of(new CollectionState(epoch, newest, judged, packs));
        } catch (ObjectMissingException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    /// A list that is damaged advises nothing: nobody's safety depends on it.
    private CondemnedList readList(UUID id) throws IOException {
        try {
            return CondemnedList.parse(sealing, id, store.get(CondemnedList.key(id)));
        } catch (ObjectCorruptException damaged) {
            return new CondemnedList(id, Set.of());
        }
    }

    private Verdict readVerdict(Epoch epoch) throws IOException {
        return Verdict.parse(sealing, epoch, store.get(Verdict.key(epoch)));
    }

    /// A condemned list that [#read] has read.
    synchronized Set<PackId> packsOf(UUID list) {
        CondemnedList known = condemned.get(list);
        return known == null ? Set.of() : known.packs();
    }

    void store(CondemnedList list) throws IOException {
        put(CondemnedList.key(list.id()), list.encode(sealing));
    }

    void store(Fence raised) throws IOException {
        put(Fence.key(raised.epoch()), raised.encode(sealing));
    }

    void store(Verdict verdict) throws IOException {
        put(Verdict.key(verdict.epoch()), verdict.encode(sealing));
    }

    private void put(String key, ByteBuffer object) throws IOException {
        new Reserve(store).put(key, object);
    }
}
