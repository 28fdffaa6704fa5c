package io.tidemark.repository.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An object is locked and cannot be deleted yet.
public final class StoreLockedException extends StoreAccessDeniedException {

    private final Instant until;

    StoreLockedException(ObjectStore store, String key, Instant until, @Nullable Throwable cause) {
        super(
                "Object " + key + " at " + store.location() + " is locked until " + until
                        + " and cannot be deleted before. Try again then",
                cause);
        this.until = until;
    }

    /// When it can be deleted, unless its lock is extended before.
    public Instant until() {
        return until;
    }
}
