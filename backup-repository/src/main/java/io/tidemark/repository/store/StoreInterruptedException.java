package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The thread was interrupted while it waited for the store; its interrupt flag is set again.
public final class StoreInterruptedException extends StoreException {

    public static final String CODE = "store-interrupted";

    public StoreInterruptedException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
