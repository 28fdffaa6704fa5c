package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The store cannot be reached, is overloaded or broke off; trying again later may help.
///
/// Whether the call took effect is unknown.
public final class StoreUnavailableException extends StoreException {

    public static final String CODE = "store-unavailable";

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
