package io.tidemark.catalog.token;

import io.tidemark.catalog.CatalogException;

/// The key was used before for another request. Code `idempotency-key-reused`.
public final class IdempotencyKeyReused extends CatalogException {
    IdempotencyKeyReused(String key) {
        super(
                "idempotency-key-reused",
                "The Idempotency-Key \"" + key
                        + "\" was used for another request. Choose a new key for a new request.");
    }
}
