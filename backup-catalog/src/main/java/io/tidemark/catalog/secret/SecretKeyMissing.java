package io.tidemark.catalog.secret;

import io.tidemark.catalog.CatalogException;

/// This process has no server key. Code `secret-key-missing`.
public final class SecretKeyMissing extends CatalogException {
    SecretKeyMissing(String message) {
        super("secret-key-missing", message);
    }
}
