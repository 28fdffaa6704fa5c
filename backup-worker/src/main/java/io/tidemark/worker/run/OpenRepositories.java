package io.tidemark.worker.run;

import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.database.TidemarkProperties;
import io.tidemark.catalog.policy.Policies;
import io.tidemark.catalog.policy.Policy;
import io.tidemark.catalog.policy.StoreCaps;
import io.tidemark.catalog.repository.Repositories;
import io.tidemark.catalog.repository.RepositoryEntry;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.PassphraseMissingException;
import io.tidemark.repository.error.RepositoryExistsException;
import io.tidemark.repository.error.RepositoryMissingException;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.repository.store.StoreOptions;
import io.tidemark.repository.store.StoreProbe;
import io.tidemark.repository.store.StoreTraits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Opens the repositories that the catalog names, with what is set for them there or this worker's own credentials.
@Component
class OpenRepositories {
    private static final Logger LOG = LoggerFactory.getLogger(OpenRepositories.class);

    /// How long a run waits for a store that does not answer: a server that is restarted, a cable that is plugged in
    /// again. Cancelling ends the wait.
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(3);
    /// So many that only the time counts.
    private static final int STORE_ATTEMPTS = 1000;

    private final Repositories entries;
    private final Policies policies;
    private final OpenStore stores;
    private final WorkerLimits limits;
    private final RepositoryAccess access;
    private final DatabasePatience patience;
    private final Clock clock;
    private final Path caches;
    /// What keeps all runs of this worker within the repository's limits.
    private final Map<RepositoryEntryId, StoreMeter> paces = new ConcurrentHashMap<>();
    /// The same for the limits of policies.
    private final Map<PolicyId, StoreMeter> policyPaces = new ConcurrentHashMap<>();

    OpenRepositories(
            Repositories entries,
            Policies policies,
            OpenStore stores,
            WorkerLimits limits,
            RepositoryAccess access,
            DatabasePatience patience,
            Clock clock,
            TidemarkProperties tidemark) {
        this.patience = patience;
        this.clock = clock;
        this.entries = entries;
        this.policies = policies;
        this.stores = stores;
        this.limits = limits;
        this.access = access;
        this.caches = tidemark.dataDirectory().resolve("cache");
    }

    /// Opens a repository that a worker has connected before. The caller closes it.
    ///
    /// @param reporter is told what was asked of the store, when the repository is closed
    /// @throws EngineException when it is not the repository that was connected, or cannot be opened
    Opened open(Run run, RunReporter reporter) throws EngineException, IOException {
        RepositoryEntry entry = entry(run);
        Opened opened = with(entry, run, reporter, (store, passphrase) -> Repository.open(store, caches, passphrase));
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

    /// Opens what is there, or makes a new repository where none is and none was ever seen. The caller closes
    /// it.
    Opened openOrInitialise(Run run, RunReporter reporter) throws EngineException, IOException {
        RepositoryEntry entry = entry(run);
        if (entry.repositoryUuid().isPresent()) {
            return open(run, reporter);
        }
        return with(entry, run, reporter, (store, source) -> {
            try {
                Repository found = Repository.open(store, caches, source);
                if (entry.sealed() && !found.format().isSealed()) {
                    found.close();
                    throw new NotSealedException(entry.location());
                }
                return found;
            } catch (RepositoryMissingException missing) {
                return initialise(store, entry.sealed(), source);
            }
        });
    }

    private Repository initialise(ObjectStore store, boolean sealed, PassphraseSource source) throws IOException {
        if (source.isGiven() && !sealed) {
            throw new NotSealedException(store.location());
        }
        StoreTraits traits = StoreProbe.of(store);
        traits.missing().forEach(each -> LOG.warn("Repository {}: {}", store.location(), each));
        try {
            RepositoryFormat format = RepositoryFormat.create(clock.instant());
            Repository made = sealed ? initialiseSealed(store, format, source) : Repository.init(store, format, caches);
            if (!made.reserve().keep()) {
                LOG.warn("Repository {}: the store is full already", store.location());
            }
            return made;
        } catch (RepositoryExistsException justMade) {
            return Repository.open(store, caches, source);
        }
    }

    private Repository initialiseSealed(ObjectStore store, RepositoryFormat format, PassphraseSource source)
            throws IOException {
        try (Passphrase passphrase =
                source.passphrase().orElseThrow(() -> new PassphraseMissingException(store.location()))) {
            return Repository.initSealed(store, format, caches, passphrase, PassphraseCost.DEFAULT, "server");
        }
    }

    private RepositoryEntry entry(Run run) {
        RepositoryEntryId id = run.repository().orElseThrow();
        return patience.until("read repository " + id, () -> entries.findById(id))
                .orElseThrow(() -> new NotFound("repository", id.id()));
    }

    private Opened with(RepositoryEntry entry, Run run, RunReporter reporter, Opening opening)
            throws EngineException, IOException {
        RepositoryAccess.Opener opener =
                patience.until("read what opens repository " + entry.name(), () -> access.of(entry));
        RepositoryLocation location;
        StoreOptions options;
        try {
            location = RepositoryLocation.parse(entry.location());
            StoreOptions impatient = StoreOptions.defaults();
            // Whether a repository can be reached at all is to be known soon.
            options = (run.kind() == RunKind.CONNECT ? impatient : impatient.withRetry(STORE_ATTEMPTS, STORE_PATIENCE))
                    .withEndpoint(entry.endpoint().map(URI::create).orElse(null))
                    .withRegion(entry.region().orElse(null))
                    .withCredentials(opener.credentials());
        } catch (IllegalArgumentException malformed) {
            throw new EngineException(FailureCode.REQUEST_INVALID, String.valueOf(malformed.getMessage()), malformed);
        }
        limits.requireAllowed(location);
        StoreMeter meter = meter(entry, run);
        ObjectStore store = new BreakableReads(stores.open(location, options, meter), reporter::cancelled);
        try {
            return new Opened(store, opening.open(store, opener.passphrase()), meter, reporter);
        } catch (IOException | RuntimeException failure) {
            store.close();
            reporter.asked(meter.calls());
            throw opener.explained(failure);
        }
    }

    /// Counts for one run, and shares the limits of its repository, and of its policy, with the other runs of
    /// this worker.
    private StoreMeter meter(RepositoryEntry entry, Run run) {
        StoreLimits wanted = new StoreLimits(
                entry.limits().requestsPerSecond(), entry.limits().bytesPerSecond());
        StoreMeter ofRepository = pace(paces, entry.id(), wanted);
        return run.policy()
                .flatMap(id -> patience.until("read policy " + id, () -> policies.findById(id)))
                .map(Policy::caps)
                .filter(caps -> !caps.equals(StoreCaps.NONE))
                .map(caps -> ofRepository.countingWithin(pace(
                        policyPaces,
                        run.policy().orElseThrow(),
                        new StoreLimits(caps.requestsPerSecond(), caps.bytesPerSecond()))))
                .orElseGet(ofRepository::counting);
    }

    private static <K> StoreMeter pace(Map<K, StoreMeter> paces, K of, StoreLimits wanted) {
        return paces.compute(
                of, (_, pace) -> pace == null || !pace.limits().equals(wanted) ? new StoreMeter(wanted) : pace);
    }

    @FunctionalInterface
    private interface Opening {
        Repository open(ObjectStore store, PassphraseSource passphrase) throws IOException;
    }

    /// A repository and the store beneath it; closes both.
    record Opened(ObjectStore store, Repository repository, StoreMeter meter, RunReporter reporter)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (store) {
                repository.close();
            } finally {
                reporter.asked(meter.calls());
            }
        }
    }
}
