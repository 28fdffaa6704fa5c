package io.tidemark.catalog.run;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which runs a list shows; null means all.
///
/// @param policy  started by this policy
/// @param retryOf the line of retries that begins with this run, itself included
/// @param from    created at this instant or later
/// @param to      created before this instant
public record RunFilter(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable UUID policy,
        @Nullable String pool,
        @Nullable RunState state,
        @Nullable RunKind kind,
        @Nullable RunTrigger trigger,
        @Nullable UUID retryOf,
        @Nullable Instant from,
        @Nullable Instant to) {
    /// The runs with a repository, of one kind or of all.
    public static RunFilter with(UUID repository, @Nullable RunKind kind) {
        return new RunFilter(null, repository, null, null, null, kind, null, null, null, null);
    }

    /// The line of retries that begins with a run.
    public static RunFilter line(UUID first) {
        return new RunFilter(null, null, null, null, null, null, null, first, null, null);
    }
}
