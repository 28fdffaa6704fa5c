package io.tidemark.catalog.secret;

import io.tidemark.catalog.CatalogException;

/// What was given as a server key is none. Code `secret-key-invalid`; the process does not start.
public final class SecretKeyInvalid extends CatalogException {
    SecretKeyInvalid(String message) {
        super("secret-key-invalid", message);
    }

    SecretKeyInvalid(String message, Throwable cause) {
        super("secret-key-invalid", message, cause);
    }
}
