package io.tidemark.catalog.repository;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Notes what a worker found when it opened a repository.
@Component
@Transactional
public class RecordConnection {
    private final Repositories repositories;

    RecordConnection(Repositories repositories) {
        this.repositories = repositories;
    }

    /// It could be opened and holds this id.
    ///
    /// @param sealed whether it is a sealed one
    /// @throws Conflict `repository-replaced` when it held another one before, `repository-known` when the catalog
    ///                  has it under another name
    public void connected(RepositoryEntryId id, UUID repository, boolean sealed) {
        repositories
                .findByRepositoryUuid(repository)
                .filter(other -> !other.id().equals(id))
                .ifPresent(other -> {
                    throw new Conflict(
                            "repository-known",
                            "The location holds repository " + repository + ", which the catalog has as \""
                                    + other.name() + "\" already.");
                });
        RepositoryEntry entry = find(id);
        entry.connected(repository, sealed);
        repositories.saveAndFlush(entry);
    }

    /// It could not be opened.
    public void unreachable(RepositoryEntryId id) {
        RepositoryEntry entry = find(id);
        entry.unreachable();
        repositories.saveAndFlush(entry);
    }

    private RepositoryEntry find(RepositoryEntryId id) {
        return repositories.findById(id).orElseThrow(() -> new NotFound("repository", id.id()));
    }
}
