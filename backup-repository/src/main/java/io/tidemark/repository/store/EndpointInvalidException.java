package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The endpoint that is set in the environment or in the AWS profile is no address of an S3 server. Nothing was
/// asked of any.
public final class EndpointInvalidException extends StoreException {

    public static final String CODE = "endpoint-invalid";

    public EndpointInvalidException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
