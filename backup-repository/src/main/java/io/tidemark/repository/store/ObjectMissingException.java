package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// There is no object of this name at the location.
public final class ObjectMissingException extends StoreException {

    public static final String CODE = "object-missing";

    public ObjectMissingException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
