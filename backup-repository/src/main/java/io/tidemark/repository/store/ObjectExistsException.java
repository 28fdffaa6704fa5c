package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// An object of this name is there already, and the call was to create it.
public final class ObjectExistsException extends StoreException {

    public static final String CODE = "object-exists";

    public ObjectExistsException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
