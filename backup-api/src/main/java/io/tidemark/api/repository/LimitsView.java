package io.tidemark.api.repository;

import io.tidemark.api.audit.Audited;
import io.tidemark.catalog.repository.RepositoryLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// What each worker may ask of a repository's store, all its runs together.
///
/// @param requestsPerSecond  requests in a second, repeated attempts counted; null for no limit
/// @param bytesPerSecond  bytes in a second, up and down each; null for no limit
@Audited
record LimitsView(
        @Nullable @Min(1) @Max(1_000_000) Integer requestsPerSecond,
        @Nullable @Min(65_536) Long bytesPerSecond) {

    static LimitsView of(RepositoryLimits limits) {
        return new LimitsView(
                limits.requestsPerSecond() == 0 ? null : limits.requestsPerSecond(),
                limits.bytesPerSecond() == 0 ? null : limits.bytesPerSecond());
    }

    RepositoryLimits limits() {
        return new RepositoryLimits(
                requestsPerSecond == null ? 0 : requestsPerSecond, bytesPerSecond == null ? 0 : bytesPerSecond);
    }
}
