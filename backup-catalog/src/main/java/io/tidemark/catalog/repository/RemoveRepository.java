package io.tidemark.catalog.repository;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes a repository out of the catalog. What the bucket holds stays as it is and can be added again.
@Component
public class RemoveRepository {
    private final Repositories repositories;
    private final JdbcClient jdbc;

    RemoveRepository(Repositories repositories, JdbcClient jdbc) {
        this.repositories = repositories;
        this.jdbc = jdbc;
    }

    /// Removes the entry.
    ///
    /// @throws NotFound when there is no such repository
    /// @throws Conflict `repository-in-use` while a policy names it or a run works on it
    @Transactional
    public void remove(RepositoryEntryId id) {
        RepositoryEntry entry = repositories.findById(id).orElseThrow(() -> new NotFound("repository", id.id()));
        jdbc.sql("""
                        select 'policy "' || name || '"' from policies where repository_id = :id
                        union all
                        select 'run ' || id from runs where repository_id = :id and state in ('queued', 'running')
                        limit 1""").param("id", id.id()).query(String.class).optional().ifPresent(user -> {
            throw new Conflict(
                    "repository-in-use",
                    "Repository \"" + entry.name() + "\" is used by " + user + ". Remove or end that first.");
        });
        repositories.delete(entry);
    }
}
