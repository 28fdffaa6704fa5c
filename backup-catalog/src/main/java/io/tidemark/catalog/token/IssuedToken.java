package io.tidemark.catalog.token;

import java.util.UUID;

/// A token that was just made. Not a record: its secret must not turn up in a log by way of `toString`.
public final class IssuedToken {
    private final UUID id;
    private final String name;
    private final String secret;

    IssuedToken(UUID id, String name, String secret) {
        this.id = id;
        this.name = name;
        this.secret = secret;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    /// What the caller sends as bearer; known to nobody else and never shown again.
    public String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "IssuedToken[" + name + "]";
    }
}
