package io.tidemark.repository.simulation;

import io.tidemark.repository.Repository;
import io.tidemark.repository.Sealed;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// A repository that was just made, sealed or not.
final class NewRepository {

    private final MemoryObjectStore bucket = new MemoryObjectStore();
    private final boolean sealed;
    private final Sealing sealing;

    NewRepository(RepositoryId id, boolean sealed, Path cache) throws IOException {
        this.sealed = sealed;
        RepositoryFormat format = new RepositoryFormat(id, Instant.EPOCH, Disks.CHUNK);
        if (sealed) {
            try (Repository repository = Sealed.init(bucket, format, cache)) {
                this.sealing = repository.keys().sealing();
            }
        } else {
            Repository.init(bucket, format, cache).close();
            this.sealing = Sealing.none(id);
        }
    }

    MemoryObjectStore bucket() {
        return bucket;
    }

    Sealing sealing() {
        return sealing;
    }

    /// Opens it as another process does.
    Repository open(ObjectStore store, Path cache) throws IOException {
        return sealed ? Sealed.open(store, cache) : Repository.open(store, cache);
    }
}
