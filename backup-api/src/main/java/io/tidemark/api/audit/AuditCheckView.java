package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditCheck;
import org.jspecify.annotations.Nullable;

/// What a check of the audit trail found.
///
/// @param intact  whether every entry is what was written
/// @param head  the newest entry, when the trail is intact
/// @param broken  the first entry that is not what was written, otherwise
record AuditCheckView(
        boolean intact,
        @Nullable AuditHeadView head,
        @Nullable BrokenEntry broken) {

    /// Where the trail is broken.
    ///
    /// @param number  the first entry that is not what was written, or is missing
    /// @param expected  the hash it must have; null where that is not known or there must be none
    /// @param found  the hash it has; null where there is none
    /// @param reason  for people
    record BrokenEntry(
            long number,
            @Nullable String expected,
            @Nullable String found,
            String reason) {}

    static AuditCheckView of(AuditCheck check) {
        return switch (check) {
            case AuditCheck.Intact(var head) -> new AuditCheckView(true, AuditHeadView.of(head), null);
            case AuditCheck.Broken(long number, var expected, var found, String reason) ->
                new AuditCheckView(false, null, new BrokenEntry(number, expected, found, reason));
        };
    }
}
