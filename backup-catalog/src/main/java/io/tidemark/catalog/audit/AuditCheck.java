package io.tidemark.catalog.audit;

import org.jspecify.annotations.Nullable;

/// What a check of the trail found.
public sealed interface AuditCheck {
    /// Every entry is what was written, in its place, and none is missing.
    ///
    /// @param head the newest entry: keep it elsewhere, and ask later whether it is still in the trail
    record Intact(AuditHead head) implements AuditCheck {}

    /// Somebody changed the trail.
    ///
    /// @param number   the first entry that is not what was written, or is missing
    /// @param expected the hash that the entry must have; null where there must be none
    /// @param found    the hash that it has; null where there is none
    /// @param reason   for people
    record Broken(
            long number,
            @Nullable String expected,
            @Nullable String found,
            String reason) implements AuditCheck {}
}
