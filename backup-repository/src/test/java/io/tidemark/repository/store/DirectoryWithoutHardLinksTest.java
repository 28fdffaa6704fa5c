package io.tidemark.repository.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The contract where the file system has no hard links, as FAT and some network ones have none.
class DirectoryWithoutHardLinksTest extends ObjectStoreContract {

    @TempDir
    Path root;

    @Override
    ObjectStore emptyStore() {
        return new DirectoryObjectStore(root, Publication.renameUnderLock(root));
    }

    @Override
    ObjectStore another() {
        return emptyStore();
    }
}
