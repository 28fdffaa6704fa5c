package io.tidemark.catalog.repository;

import jakarta.persistence.Embeddable;

/// What each worker may ask of a repository's store, all its runs together; and how many runs may work with
/// it.
///
/// @param requestsPerSecond attempts that are repeated count; 0 for no limit
/// @param bytesPerSecond    of content, up and down each; 0 for no limit, else at least 65,536
/// @param concurrentRuns    of all workers together; 0 for no limit
@Embeddable
public record RepositoryLimits(int requestsPerSecond, long bytesPerSecond, int concurrentRuns) {
    public static final RepositoryLimits NONE = new RepositoryLimits(0, 0, 0);
}
