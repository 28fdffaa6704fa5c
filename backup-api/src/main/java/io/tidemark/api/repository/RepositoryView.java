package io.tidemark.api.repository;

import io.tidemark.catalog.repository.RepositoryState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A repository the server knows.
///
/// @param repositoryId  the id written inside the repository; null until a worker has opened it
/// @param sealed  whether its content is encrypted, or will be when it is made
/// @param connectRun  the newest run that opens or initialises it
record RepositoryView(
        UUID id,
        String name,
        String location,
        @Nullable String endpoint,
        @Nullable String region,
        boolean sealed,
        LimitsView limits,
        RepositoryState state,
        @Nullable UUID repositoryId,
        Instant createdAt,
        @Nullable UUID connectRun) {

    static RepositoryView of(io.tidemark.catalog.repository.RepositoryView repository) {
        return new RepositoryView(
                repository.id(),
                repository.name(),
                repository.location(),
                repository.endpoint(),
                repository.region(),
                repository.sealed(),
                LimitsView.of(repository.limits()),
                repository.state(),
                repository.repositoryId(),
                repository.createdAt(),
                repository.connectRun());
    }
}
