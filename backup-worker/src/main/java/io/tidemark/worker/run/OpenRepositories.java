package io.tidemark.worker.run;

import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.database.TidemarkProperties;
import io.tidemark.catalog.repository.Repositories;
import io.tidemark.catalog.repository.RepositoryEntry;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.error.PassphraseMissingException;
import io.tidemark.repository.error.RepositoryExistsException;
import io.tidemark.repository.error.RepositoryMissingException;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreOptions;
import io.tidemark.repository.store.StoreProbe;
import io.tidemark.repository.store.StoreTraits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Opens the repositories that the catalog names, with this worker's credentials.
@Component
class OpenRepositories {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRepositories.class);

    private final Repositories entries;
    private final OpenStore stores;
    private final WorkerLimits limits;
    private final Clock clock;
    private final Path caches;

    OpenRepositories(
            Repositories entries, OpenStore stores, WorkerLimits limits, Clock clock, TidemarkProperties tidemark) {
        this.clock = clock;
        this.entries = entries;
        this.stores = stores;
        this.limits = limits;
        this.caches = tidemark.dataDirectory().resolve("cache");
    }

    /// Opens a repository that a worker has connected before. The caller closes it.
    ///
    /// @throws EngineException when it is not the repository that was connected
    Opened open(RepositoryEntryId id) throws EngineException, IOException {
        RepositoryEntry entry = entry(id);
        Opened opened = with(entry, store -> Repository.open(store, caches));
        if (entry.repositoryUuid().isPresent()
                && !entry.repositoryUuid().get().equals(opened.repository().id().id())) {
            opened.close();
            throw new EngineException(
                    FailureCode.REPOSITORY_MISSING,
                    "At " + entry.location() + " is repository "
                            + opened.repository().id() + " now, expected "
                            + entry.repositoryUuid().get() + ". Nothing was read or written.");
        }
        return opened;
    }

    /// Opens what is there, or makes a new repository where none is and none was ever seen. The caller closes it.
    Opened openOrInitialise(RepositoryEntryId id) throws EngineException, IOException {
        RepositoryEntry entry = entry(id);
        if (entry.repositoryUuid().isPresent()) {
            return open(id);
        }
        return with(entry, store -> {
            try {
                return Repository.open(store, caches);
            } catch (RepositoryMissingException missing) {
                return initialise(store);
            }
        });
    }

    private Repository initialise(ObjectStore store) throws IOException {
        StoreTraits traits = StoreProbe.of(store);
        traits.missing().forEach(each -> LOG.warn("Repository {}: {}", store.location(), each));
        try {
            Repository made = Repository.init(store, RepositoryFormat.create(clock.instant()), caches);
            if (!made.reserve().keep()) {
                LOG.warn("Repository {}: the store is full already", store.location());
            }
            return made;
        } catch (RepositoryExistsException justMade) {
            return Repository.open(store, caches);
        }
    }

    private RepositoryEntry entry(RepositoryEntryId id) {
        return entries.findById(id).orElseThrow(() -> new NotFound("repository", id.id()));
    }

    private Opened with(RepositoryEntry entry, Opening opening) throws EngineException, IOException {
        RepositoryLocation location;
        StoreOptions options;
        try {
            location = RepositoryLocation.parse(entry.location());
            options = StoreOptions.defaults()
                    .withEndpoint(entry.endpoint().map(URI::create).orElse(null))
                    .withRegion(entry.region().orElse(null));
        } catch (IllegalArgumentException malformed) {
            throw new EngineException(FailureCode.REQUEST_INVALID, String.valueOf(malformed.getMessage()), malformed);
        }
        limits.requireAllowed(location);
        ObjectStore store = stores.open(location, options);
        try {
            return new Opened(store, opening.open(store));
        } catch (PassphraseMissingException sealed) {
            store.close();
            throw new EngineException(
                    FailureCode.PASSPHRASE_MISSING,
                    "Repository " + entry.location()
                            + " is sealed, and workers do not open sealed repositories yet: use"
                            + " the tidemark command, or another repository for the server.",
                    sealed);
        } catch (IOException | RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Opening {
        Repository open(ObjectStore store) throws IOException;
    }

    /// A repository and the store beneath it; closes both.
    record Opened(ObjectStore store, Repository repository) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (store) {
                repository.close();
            }
        }
    }
}
