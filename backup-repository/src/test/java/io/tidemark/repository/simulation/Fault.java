package io.tidemark.repository.simulation;

/// What goes wrong with a call to the store.
enum Fault {
    NONE,
    /// The call has no effect, and the caller is told to try again.
    UNAVAILABLE,
    /// The call takes effect, and the caller is told to try again.
    LOST_REPLY,
    /// The caller is told to try again, and the call takes effect much later.
    LATE,
    /// The process dies before the call.
    DEATH_BEFORE,
    /// The process dies after the call took effect.
    DEATH_AFTER
}
