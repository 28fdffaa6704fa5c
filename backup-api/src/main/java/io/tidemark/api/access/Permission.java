package io.tidemark.api.access;

/// What an endpoint may ask of a caller.
public enum Permission {
    /// See machines, policies, repositories, runs, points, pools and workers.
    READ,
    /// Start and cancel runs that neither write images nor delete anything.
    RUN,
    /// Write a point's content to an image.
    RESTORE,
    /// Delete points, and what nothing needs any more, from repositories.
    PRUNE,
    /// Create, change and delete machines, policies and repositories.
    CONFIGURE,
    /// Make and revoke tokens.
    ADMINISTER
}
