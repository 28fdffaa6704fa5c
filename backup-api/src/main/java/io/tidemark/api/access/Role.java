package io.tidemark.api.access;

import java.util.Arrays;
import java.util.Optional;

/// What a token may do.
public enum Role {
    /// Everything.
    ADMIN("admin");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    public String word() {
        return word;
    }

    boolean permits(Permission permission) {
        return switch (this) {
            case ADMIN ->
                switch (permission) {
                    case READ, RUN, RESTORE, PRUNE, CONFIGURE, ADMINISTER -> true;
                };
        };
    }

    /// The role written so; empty for one that only a newer version knows.
    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
