package io.tidemark.catalog.repository;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A repository as screens show it.
///
/// @param repositoryId the id that the bucket holds, once known
/// @param connectRun   the newest run that opens it
public record RepositoryView(
        UUID id,
        String name,
        String location,
        @Nullable String endpoint,
        @Nullable String region,
        RepositoryState state,
        @Nullable UUID repositoryId,
        Instant createdAt,
        @Nullable UUID connectRun) {}
