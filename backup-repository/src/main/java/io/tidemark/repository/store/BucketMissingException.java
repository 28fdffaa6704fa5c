package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The bucket of the location does not exist.
public final class BucketMissingException extends StoreException {

    public static final String CODE = "bucket-missing";

    public BucketMissingException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
