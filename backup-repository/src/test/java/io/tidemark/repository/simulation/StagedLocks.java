package io.tidemark.repository.simulation;

import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Locks as one process of an actor sees them: to ask for one and to extend one are calls. The rule is the
/// one that was put in force when the repository was made, by the clock of the run.
final class StagedLocks implements ObjectLocks {

    private final StagedStore store;
    private final ObjectLocks locks;

    StagedLocks(StagedStore store, ObjectLocks locks) {
        this.store = store;
        this.locks = locks;
    }

    @Override
    public boolean areOffered() throws StoreException {
        return locks.areOffered();
    }

    @Override
    public void enforce(LockRule rule) {}

    @Override
    public @Nullable LockRule rule() {
        return locks.rule();
    }

    @Override
    public Optional<Instant> lockedUntil(String key) throws StoreException {
        return store.call("lock of " + key, false, () -> locks.lockedUntil(key));
    }

    @Override
    public void extend(String key, Instant until) throws StoreException {
        store.call("extend lock of " + key, true, () -> {
            locks.extend(key, until);
            return key;
        });
    }
}
