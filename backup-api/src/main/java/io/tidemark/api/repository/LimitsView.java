package io.tidemark.api.repository;

import io.tidemark.api.audit.Audited;
import io.tidemark.catalog.repository.RepositoryLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// What each worker may ask of a repository's store, all its runs together, and how many runs may work with
/// it.
///
/// @param requestsPerSecond  requests in a second, repeated attempts counted; null for no limit
/// @param bytesPerSecond  bytes in a second, up and down each; null for no limit
/// @param concurrentRuns  runs at work with it at a time, of all workers together; more of them wait, but for
/// restores, which always begin. Null for no limit
@Audited
record LimitsView(
        @Nullable @Min(1) @Max(1_000_000) Integer requestsPerSecond,
        @Nullable @Min(65_536) Long bytesPerSecond,
        @Nullable @Min(1) @Max(10_000) Integer concurrentRuns) {

    static LimitsView of(RepositoryLimits limits) {
        return new LimitsView(
                limits.requestsPerSecond() == 0 ? null : limits.requestsPerSecond(),
                limits.bytesPerSecond() == 0 ? null : limits.bytesPerSecond(),
                limits.concurrentRuns() == 0 ? null : limits.concurrentRuns());
    }

    RepositoryLimits limits() {
        return new RepositoryLimits(
                requestsPerSecond == null ? 0 : requestsPerSecond,
                bytesPerSecond == null ? 0 : bytesPerSecond,
                concurrentRuns == null ? 0 : concurrentRuns);
    }
}
