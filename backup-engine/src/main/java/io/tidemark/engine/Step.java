package io.tidemark.engine;

import java.util.Locale;

/// The steps of runs, in the order in which a run takes them.
public enum Step {
    /// Locks are taken and images opened.
    OPEN,
    /// The new, empty mark is stored beside the old one.
    MARK,
    /// Disks are read and chunks stored.
    READ,
    /// The point is committed.
    COMMIT,
    /// Marks that are no longer needed are dropped.
    RELEASE,
    /// A disk is written.
    RESTORE,
    /// Chunks are read back and checked.
    VERIFY,
    /// Points that no rule keeps are deleted.
    FORGET,
    /// What no point needs is deleted.
    COLLECT;

    /// The name in a run's record.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
