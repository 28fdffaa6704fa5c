package io.tidemark.catalog.policy;

import io.tidemark.catalog.schedule.CronSchedule;
import org.jspecify.annotations.Nullable;

/// What a policy does for its repository beside filling it.
///
/// @param retention    which points of its machines stay
/// @param verification when the repository is verified; null for never
/// @param collection   when what nothing in the repository needs is deleted; null for never
public record UpkeepTerms(
        RetentionTerms retention,
        @Nullable Verification verification,
        @Nullable CronSchedule collection) {
    /// Everything stays, and nothing is looked at.
    public static final UpkeepTerms NONE = new UpkeepTerms(RetentionTerms.KEEP_ALL, null, null);
}
