package io.tidemark.repository;

import io.tidemark.repository.store.DirectoryObjectStore;
import io.tidemark.repository.store.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RepositoryInADirectoryTest extends RepositoryContract {

    @TempDir
    Path directory;

    @Override
    ObjectStore openStore() {
        return new DirectoryObjectStore(directory);
    }
}
