package io.tidemark.catalog.user;

import java.util.UUID;

/// What a password is compared with. Not a record: a hash must not turn up in a log by way of `toString`.
public final class Credentials {
    private final UUID user;
    private final String passwordHash;
    private final boolean enabled;

    Credentials(UUID user, String passwordHash, boolean enabled) {
        this.user = user;
        this.passwordHash = passwordHash;
        this.enabled = enabled;
    }

    public UUID user() {
        return user;
    }

    public String passwordHash() {
        return passwordHash;
    }

    public boolean enabled() {
        return enabled;
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
