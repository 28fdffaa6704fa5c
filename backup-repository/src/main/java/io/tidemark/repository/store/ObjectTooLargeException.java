package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The object is larger than [ObjectStore#MAX_OBJECT_BYTES]; nothing was stored or read.
public final class ObjectTooLargeException extends StoreException {

    public static final String CODE = "object-too-large";

    public ObjectTooLargeException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
