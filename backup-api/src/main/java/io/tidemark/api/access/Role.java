package io.tidemark.api.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// What a user or a token may do.
public enum Role {
    /// See everything, change nothing.
    VIEWER("viewer"),
    /// Run backups and restore to new places; delete and configure nothing.
    OPERATOR("operator"),
    /// Start backups and see what became of them. It reads nothing back, deletes nothing, and stops no run: what can be
    /// stolen from a machine that backs itself up must not harm a backup.
    BACKUP_ONLY("backup-only"),
    /// Everything.
    ADMIN("admin");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    boolean permits(Permission permission) {
        return switch (this) {
            case VIEWER ->
                switch (permission) {
                    case WATCH, READ, DELEGATE -> true;
                    case BACKUP, RUN, RESTORE, PRUNE, CONFIGURE, ADMINISTER -> false;
                };
            case OPERATOR ->
                switch (permission) {
                    case WATCH, READ, BACKUP, RUN, RESTORE, DELEGATE -> true;
                    case PRUNE, CONFIGURE, ADMINISTER -> false;
                };
            case BACKUP_ONLY ->
                switch (permission) {
                    case WATCH, BACKUP, DELEGATE -> true;
                    case READ, RUN, RESTORE, PRUNE, CONFIGURE, ADMINISTER -> false;
                };
            case ADMIN ->
                switch (permission) {
                    case WATCH, READ, BACKUP, RUN, RESTORE, PRUNE, CONFIGURE, DELEGATE, ADMINISTER -> true;
                };
        };
    }

    /// Whether whoever has this role may do all that the other role permits.
    public boolean covers(Role other) {
        return Arrays.stream(Permission.values()).filter(other::permits).allMatch(this::permits);
    }

    /// The role written so; empty for one that only a newer version knows.
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
