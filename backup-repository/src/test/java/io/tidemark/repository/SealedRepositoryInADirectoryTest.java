package io.tidemark.repository;

import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.store.DirectoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SealedRepositoryInADirectoryTest extends RepositoryContract {

    @TempDir
    Path directory;

    @Override
    ObjectStore openStore() {
        return new DirectoryObjectStore(directory);
    }

    @Override
    Repository init(ObjectStore store, RepositoryFormat format) throws IOException {
        return Sealed.init(store, format, cache);
    }

    @Override
    Repository open(ObjectStore store, Path cacheOfReader) throws IOException {
        return Sealed.open(store, cacheOfReader);
    }
}
