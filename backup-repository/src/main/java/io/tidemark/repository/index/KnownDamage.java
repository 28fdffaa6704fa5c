package io.tidemark.repository.index;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Which copies of records are known to be damaged: what verifications have found, of whatever process.
/// Look-ups are free of locks. Memory: about 100 bytes for each damaged copy.
///
/// Knowing too much costs room, never data: a chunk is stored once more.
public final class KnownDamage {

    private final ObjectStore store;
    private final Sealing sealing;
    private final Map<String, Set<DamagedCopy>> lists = new HashMap<>();
    private final Map<String, RepositoryException> unreadable = new TreeMap<>();
    private volatile Set<DamagedCopy> copies = Set.of();

    KnownDamage(ObjectStore store, Sealing sealing) {
        this.store = store;
        this.sealing = sealing;
    }

    /// Reads what has come since it was last asked: one listing, usually of nothing. A list that cannot be
    /// read counts as empty: then the damage is found again by the next verification.
    synchronized void refresh() throws IOException {
        Set<String> listed = new TreeSet<>();
        store.list(DamageList.PREFIX, object -> listed.add(object.key()));
        lists.keySet().retainAll(listed);
        unreadable.keySet().retainAll(listed);
        for (String key : listed) {
            if (!lists.containsKey(key)) {
                lists.put(key, read(key));
            }
        }
        union();
    }

    private void union() {
        Set<DamagedCopy> all = new TreeSet<>();
        lists.values().forEach(all::addAll);
        copies = Set.copyOf(all);
    }

    private Set<DamagedCopy> read(String key) throws IOException {
        try {
            UUID id = CanonicalUuid.parse(key.substring(DamageList.PREFIX.length()));
            return DamageList.parse(sealing, id, store.get(key)).copies();
        } catch (ObjectMissingException replacedMeanwhile) {
            return Set.of();
        } catch (RepositoryException e) {
            unreadable.put(key, e);
        } catch (IllegalArgumentException | ObjectTooLargeException e) {
            unreadable.put(
                    key, new ObjectCorruptException(key, 0, "a damage list named by a UUID", "something else", e));
        }
        return Set.of();
    }

    /// Lists that cannot be read, by their keys. Whoever deletes copies has to know which of them are sound.
    synchronized Map<String, RepositoryException> unreadable() {
        return Map.copyOf(unreadable);
    }

    public boolean isEmpty() {
        return copies.isEmpty();
    }

    /// Whether a copy is damaged.
    public boolean has(RecordLocation place) {
        return has(place.pack(), place.offset());
    }

    /// Whether a copy is damaged.
    ///
    /// @param offset  where its record begins
    boolean has(PackId pack, int offset) {
        Set<DamagedCopy> known = copies;
        return known.contains(new DamagedCopy(pack, offset))
                || known.contains(new DamagedCopy(pack, DamagedCopy.WHOLE_PACK));
    }

    /// Whether a pack cannot tell what it holds.
    boolean hasFooterOf(PackId pack) {
        return copies.contains(new DamagedCopy(pack, DamagedCopy.FOOTER));
    }

    /// Those of several places that are not known to be damaged, or all of them when there is none.
    List<RecordLocation> intactOf(List<RecordLocation> places) {
        List<RecordLocation> intact =
                places.stream().filter(place -> !has(place)).toList();
        return intact.isEmpty() ? places : intact;
    }

    /// All copies that are known to be damaged.
    public Set<DamagedCopy> copies() {
        return copies;
    }

    /// Makes known one more copy, beside all that is known.
    public synchronized void note(DamagedCopy copy) throws IOException {
        Set<DamagedCopy> all = new TreeSet<>(copies);
        all.add(copy);
        replace(all);
    }

    /// Makes known what is damaged now. One new list takes the place of those that this object has read: they
    /// are deleted after it is stored.
    ///
    /// @param now  everything that is damaged
    public synchronized void replace(Set<DamagedCopy> now) throws IOException {
        boolean known = now.equals(copies) && lists.size() == (now.isEmpty() ? 0 : 1);
        if (known) {
            return;
        }
        Optional<DamageList> list =
                now.isEmpty() ? Optional.empty() : Optional.of(new DamageList(Repeatable.randomId(), now));
        if (list.isPresent()) {
            store.put(list.get().key(), list.get().encode(sealing), PutMode.CREATE);
        }
        for (String old : new TreeSet<>(lists.keySet())) {
            store.delete(old);
            lists.remove(old);
            unreadable.remove(old);
        }
        list.ifPresent(stored -> lists.put(stored.key(), stored.copies()));
        union();
    }
}
