package io.tidemark.repository;

import io.tidemark.repository.collection.LockExtension;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.sealing.RepositoryKey;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.LocksMissingException;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Locks of a repository's objects, where it was made with them: what a restore cannot do without is stored locked.
/// Index segments are not, as the packs tell all that is in them; nor is what collections, verifications and pins
/// leave.
///
/// Dates that are wrong keep objects for too long or too short a time; no backup, restore or collection relies on
/// them.
public final class ObjectLocking {

    private static final Set<String> LOCKED =
            Set.of(FormatFile.KEY, RepositoryKey.PREFIX, PackId.PREFIX, PointId.PREFIX);

    private final ObjectStore store;

    ObjectLocking(ObjectStore store) {
        this.store = store;
    }

    /// Puts a repository's settings in force in its store. One that cannot lock anything is used without: a copy of the
    /// repository in a directory is as good to restore from.
    static void enforce(ObjectStore store, RepositoryFormat format, InstantSource clock) {
        LockSettings settings = format.lock();
        Optional<ObjectLocks> locks = store.locks();
        if (settings != null && locks.isPresent()) {
            locks.get().enforce(new LockRule(settings.mode(), settings.period(), clock, LOCKED));
        }
    }

    /// Makes sure that a repository can be made as it is to be.
    static void require(ObjectStore store, RepositoryFormat format) throws StoreException {
        if (format.lock() != null) {
            Optional<ObjectLocks> locks = store.locks();
            if (locks.isEmpty() || !locks.get().areOffered()) {
                throw new LocksMissingException(store.location());
            }
        }
    }

    /// Until when a point cannot be deleted, if its manifest is locked now.
    public Optional<Instant> lockedUntil(PointId point) throws IOException {
        Optional<ObjectLocks> locks = store.locks();
        LockRule rule = locks.map(ObjectLocks::rule).orElse(null);
        if (locks.isEmpty() || rule == null) {
            return Optional.empty();
        }
        Instant now = rule.clock().instant();
        return locks.get().lockedUntil(point.key()).filter(until -> until.isAfter(now));
    }

    /// Extends the locks of points that are to be kept, where less than half of their time is left. Locks of others run
    /// out, and then they can be deleted.
    ///
    /// @return what the store refused
    public List<String> keep(Set<PointId> points) throws IOException {
        Map<String, Instant> stored = new TreeMap<>();
        LockExtension extension = new LockExtension(store);
        if (extension.isNeeded()) {
            store.list(PointId.PREFIX, (StoredObject object) -> {
                if (points.stream().anyMatch(point -> point.key().equals(object.key()))) {
                    stored.put(object.key(), object.lastModified());
                }
            });
        }
        return extension.run(stored).refused();
    }
}
