package io.tidemark.catalog.repository;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Changes what workers may ask of a repository's store. Runs that begin later keep to it.
@Component
public class LimitRepository {
    private final Repositories repositories;

    LimitRepository(Repositories repositories) {
        this.repositories = repositories;
    }

    /// Gives a repository other limits.
    ///
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @throws NotFound when there is no such repository
    /// @throws Conflict `precondition-failed`
    @Transactional
    public void limit(RepositoryEntryId id, RepositoryLimits limits, @Nullable Long expectedVersion) {
        RepositoryEntry entry = repositories.findById(id).orElseThrow(() -> new NotFound("repository", id.id()));
        entry.limit(limits, expectedVersion);
        try {
            repositories.saveAndFlush(entry);
        } catch (OptimisticLockingFailureException changed) {
            throw new Conflict(
                    "precondition-failed",
                    "Repository \"" + entry.name()
                            + "\" was changed at the same moment. Read it again and repeat the change.",
                    changed);
        }
    }
}
