package io.tidemark.worker.run;

import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;

/// How this worker reaches object stores.
@FunctionalInterface
public interface OpenStore {
    /// Opens a store whose calls are counted and held back by `meter`. The caller closes it.
    ObjectStore open(RepositoryLocation location, StoreOptions options, StoreMeter meter) throws IOException;
}
