package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The object ends before the range that was asked for.
public final class ObjectTooShortException extends StoreException {

    public static final String CODE = "object-too-short";

    public ObjectTooShortException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
