package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The store has no room for the object; nothing was stored.
public final class StoreFullException extends StoreException {

    public static final String CODE = "store-full";

    public StoreFullException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
