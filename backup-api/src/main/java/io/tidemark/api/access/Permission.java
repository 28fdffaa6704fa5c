package io.tidemark.api.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What an endpoint may ask of a caller.
public enum Permission {
    /// See machines, repositories, pools and runs: what starting a backup and following it takes.
    WATCH,
    /// See everything else that backups are made of: policies, points, workers.
    READ,
    /// Start backups.
    BACKUP,
    /// Start other runs that neither write images nor delete anything, and cancel any run.
    RUN,
    /// Write a point's content to a new image.
    RESTORE,
    /// Delete points, and what nothing needs any more, from repositories.
    PRUNE,
    /// Create, change and delete machines, policies and repositories.
    CONFIGURE,
    /// Make and revoke tokens of one's own that may do no more than oneself.
    DELEGATE,
    /// Make, change and remove users; make tokens that end with nobody; see and revoke everybody's.
    ADMINISTER;

    /// How it is written on the wire.
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a caller who is bounded to labels can have it. What changes or deletes more than single machines does
    /// not
    /// fit within bounds.
    boolean fitsWithinBounds() {
        return switch (this) {
            case WATCH, READ, BACKUP, RUN, RESTORE, DELEGATE -> true;
            case PRUNE, CONFIGURE, ADMINISTER -> false;
        };
    }
}
