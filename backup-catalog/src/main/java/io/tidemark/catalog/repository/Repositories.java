package io.tidemark.catalog.repository;

import io.tidemark.catalog.RepositoryEntryId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.Repository;

/// All repositories that the catalog knows.
public interface Repositories extends Repository<RepositoryEntry, RepositoryEntryId> {
    RepositoryEntry saveAndFlush(RepositoryEntry entry);

    Optional<RepositoryEntry> findById(RepositoryEntryId id);

    Optional<RepositoryEntry> findByRepositoryUuid(UUID repositoryUuid);

    Optional<RepositoryEntry> findByLocationAndEndpoint(String location, @Nullable String endpoint);

    boolean existsByName(String name);

    void delete(RepositoryEntry entry);
}
