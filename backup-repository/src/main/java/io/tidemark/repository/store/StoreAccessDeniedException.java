package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The store refuses these credentials, or there are none.
public sealed class StoreAccessDeniedException extends StoreException permits StoreLockedException {

    public static final String CODE = "store-access-denied";

    public StoreAccessDeniedException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
