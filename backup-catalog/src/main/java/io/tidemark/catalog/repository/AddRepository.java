package io.tidemark.catalog.repository;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import org.hibernate.exception.ConstraintViolationException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Puts a repository into the catalog and queues the run that opens or initialises it.
@Component
public class AddRepository {
    private static final String NAME_CONSTRAINT = "repositories_name_key";

    private final Repositories repositories;
    private final RunQueue queue;

    AddRepository(Repositories repositories, RunQueue queue) {
        this.repositories = repositories;
        this.queue = queue;
    }

    /// Adds it; the run that connects it is queued with it.
    ///
    /// @return the run that connects it
    /// @throws NameTaken `repository-exists`
    /// @throws Conflict  `location-taken` when the location is in the catalog under another name
    @Transactional
    public RunId add(RepositoryEntry entry) {
        if (repositories.existsByName(entry.name())) {
            throw new NameTaken("repository", entry.name());
        }
        String endpoint = entry.endpoint().orElse(null);
        repositories.findByLocationAndEndpoint(entry.location(), endpoint).ifPresent(other -> {
            throw new Conflict("location-taken", taken("Repository \"" + other.name() + "\" is", entry));
        });
        try {
            repositories.saveAndFlush(entry);
        } catch (DataIntegrityViolationException taken) {
            // Two requests at once get past the question above; the constraint tells which of the two was taken.
            if (taken.getCause() instanceof ConstraintViolationException violated
                    && NAME_CONSTRAINT.equals(violated.getConstraintName())) {
                throw new NameTaken("repository", entry.name(), taken);
            }
            throw new Conflict("location-taken", taken("Another repository is", entry), taken);
        }
        return queue.submit(new RunOrder.Connect(entry.id()));
    }

    private static String taken(String whoIs, RepositoryEntry entry) {
        String other = entry.location().startsWith("s3:") ? "bucket or prefix" : "directory";
        return whoIs + " at " + entry.location() + " already. Use that one, or choose another " + other + ".";
    }
}
