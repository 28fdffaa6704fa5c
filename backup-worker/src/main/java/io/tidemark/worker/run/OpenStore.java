package io.tidemark.worker.run;

import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;

/// How this worker reaches object stores.
@FunctionalInterface
public interface OpenStore {
    ObjectStore open(RepositoryLocation location, StoreOptions options) throws IOException;
}
