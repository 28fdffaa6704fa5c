package io.tidemark.catalog.secret;

import io.tidemark.catalog.CatalogException;

/// No key of this process opens what is sealed, or what is sealed was changed or moved. Code
/// `secret-key-wrong`.
public final class SecretKeyWrong extends CatalogException {
    SecretKeyWrong(String message) {
        super("secret-key-wrong", message);
    }

    SecretKeyWrong(String message, Throwable cause) {
        super("secret-key-wrong", message, cause);
    }
}
