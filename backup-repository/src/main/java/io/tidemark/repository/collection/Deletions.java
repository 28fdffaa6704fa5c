package io.tidemark.repository.collection;

import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreAccessDeniedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// Deletes objects. A store that refuses to, because of a lock on the object or for want of a right, is told
/// of and asked again by the next collection. Thread-safe.
final class Deletions {

    private static final int MAX_REFUSED = 1000;
    private static final int ASKED_AT_ONCE = 8;

    private final ObjectStore store;
    private final List<String> refused = new ArrayList<>();

    Deletions(ObjectStore store) {
        this.store = store;
    }

    /// Those of several packs whose locks have not run out: they are told as refused, and need not be tried.
    /// Where objects are locked it takes a request for each pack, and a refusal would take three, each time.
    Set<PackId> locked(Set<PackId> packs) throws IOException {
        Optional<ObjectLocks> locks = store.locks();
        LockRule rule = locks.map(ObjectLocks::rule).orElse(null);
        if (locks.isEmpty() || rule == null) {
            return Set.of();
        }
        ObjectLocks has = locks.get();
        Instant now = rule.clock().instant();
        Set<PackId> locked = new ConcurrentSkipListSet<>();
        ParallelReads.forEach(new TreeSet<>(packs), ASKED_AT_ONCE, pack -> {
            Optional<Instant> until = has.lockedUntil(pack.key());
            if (until.isPresent() && until.get().isAfter(now)) {
                locked.add(pack);
                refuse(pack.key() + ": locked until " + until.get());
            }
        });
        return locked;
    }

    private synchronized void refuse(String why) {
        if (refused.size() < MAX_REFUSED) {
            refused.add(why);
        }
    }

    /// Deletes an object, and says whether it is gone.
    boolean delete(String key) throws IOException {
        try {
            store.delete(key);
            return true;
        } catch (StoreAccessDeniedException e) {
            refuse(key + ": " + e.getMessage());
            return false;
        }
    }

    /// What is still there, and why: the first thousand.
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }
}
