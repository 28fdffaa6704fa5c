package io.tidemark.catalog.repository;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A repository as screens show it.
///
/// @param repositoryId the id that the bucket holds, once known
/// @param sealed       whether it is, or is to be when it is made
/// @param connectRun   the newest run that opens it
/// @param version      grows with each change
public record RepositoryView(
        UUID id,
        String name,
        String location,
        @Nullable String endpoint,
        @Nullable String region,
        boolean sealed,
        RepositoryLimits limits,
        RepositoryState state,
        @Nullable UUID repositoryId,
        Instant createdAt,
        @Nullable UUID connectRun,
        long version) {}
