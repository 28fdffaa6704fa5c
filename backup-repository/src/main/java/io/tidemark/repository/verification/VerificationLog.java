package io.tidemark.repository.verification;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// When each pack was last verified, by whatever process. Kept in the sealing, so that it outlives
/// workers; losing it costs an order, nothing else.
final class VerificationLog {

    private final ObjectStore store;
    private final Sealing sealing;
    private final List<String> read = new ArrayList<>();
    private final Map<PackId, Long> verified = new HashMap<>();

    VerificationLog(ObjectStore store, Sealing sealing) {
        this.store = store;
        this.sealing = sealing;
    }

    /// Reads all lists. One that cannot be read counts as empty.
    void load() throws IOException {
        store.list(VerifiedPacks.PREFIX, object -> read.add(object.key()));
        for (String key : read) {
            packsOf(key).forEach((pack, at) -> verified.merge(pack, at, Math::max));
        }
    }

    private Map<PackId, Long> packsOf(String key) throws IOException {
        try {
            UUID id = CanonicalUuid.parse(key.substring(VerifiedPacks.PREFIX.length()));
            return VerifiedPacks.parse(sealing, id, store.get(key)).packs();
        } catch (RepositoryException | IllegalArgumentException | ObjectMissingException | ObjectTooLargeException e) {
            return Map.of();
        }
    }

    /// When a pack was verified, in seconds since 1970; the least number if it never was.
    long at(PackId pack) {
        return verified.getOrDefault(pack, Long.MIN_VALUE);
    }

    /// Writes one list in place of all that were read, which are deleted afterwards.
    ///
    /// @param now  packs that were just read and found intact
    /// @param existing  packs that are still there; others are forgotten
    void store(Set<PackId> now, long seconds, Set<PackId> existing) throws IOException {
        now.forEach(pack -> verified.merge(pack, seconds, Math::max));
        verified.keySet().retainAll(existing);
        if (now.isEmpty()) {
            return;
        }
        VerifiedPacks list = new VerifiedPacks(Repeatable.randomId(), verified);
        store.put(list.key(), list.encode(sealing), PutMode.CREATE);
        for (String old : read) {
            store.delete(old);
        }
    }
}
