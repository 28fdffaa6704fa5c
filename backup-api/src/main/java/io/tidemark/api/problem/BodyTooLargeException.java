package io.tidemark.api.problem;

import java.io.IOException;

/// A request's body goes on beyond the limit.
public final class BodyTooLargeException extends IOException {
    public BodyTooLargeException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
