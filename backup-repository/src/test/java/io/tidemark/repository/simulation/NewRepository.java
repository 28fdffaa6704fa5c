package io.tidemark.repository.simulation;

import io.tidemark.repository.Repository;
import io.tidemark.repository.Sealed;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.LockMode;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A repository that was just made, sealed or not.
final class NewRepository {

    /// How long objects are locked, where they are.
    static final Duration LOCK = Duration.ofHours(1);

    private final MemoryObjectStore bucket;
    private final @Nullable Keyring keys;
    private final Sealing sealing;

    NewRepository(RepositoryId id, boolean sealed, boolean locking, SimulatedTime time, Path cache) throws IOException {
        this.bucket = locking ? MemoryObjectStore.withLocks(time) : new MemoryObjectStore(time);
        RepositoryFormat format = new RepositoryFormat(id, Instant.EPOCH, Disks.CHUNK)
                .withLock(locking ? new LockSettings(LockMode.GOVERNANCE, LOCK) : null);
        if (sealed) {
            try (Repository repository = Sealed.init(bucket, format, cache)) {
                this.keys = repository.keys();
                this.sealing = keys.sealing();
            }
        } else {
            Repository.init(bucket, format, cache).close();
            this.keys = null;
            this.sealing = Sealing.none(id);
        }
        ObjectLocks locks = bucket.locks().orElse(null);
        LockRule rule = locks == null ? null : locks.rule();
        if (locks != null && rule != null) {
            locks.enforce(new LockRule(rule.mode(), rule.period(), time, rule.prefixes()));
            storeAgain();
        }
    }

    /// So that what is there is locked by the clock of the run.
    private void storeAgain() throws IOException {
        List<String> keys = new ArrayList<>();
        bucket.list("", object -> keys.add(object.key()));
        for (String key : keys) {
            bucket.put(key, bucket.get(key), PutMode.ANY);
        }
    }

    MemoryObjectStore bucket() {
        return bucket;
    }

    Sealing sealing() {
        return sealing;
    }

    /// Opens it as another process does, with a passphrase that was tried before: Argon2id would take a third
    /// of the time of all runs.
    Repository open(ObjectStore store, Path cache) throws IOException {
        return keys == null ? Repository.open(store, cache) : Sealed.open(store, keys, cache);
    }
}
