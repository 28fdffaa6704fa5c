package io.tidemark.repository;

import io.tidemark.repository.sealing.Sealing;
import java.io.IOException;
import java.nio.file.Path;

/// The same holds in a sealed repository, its keys included.
class SealedCorruptionTest extends CorruptionTest {

    @Override
    Repository init() throws IOException {
        return Sealed.init(store, Backups.format(), cache);
    }

    @Override
    Repository open(Path cacheOfReader) throws IOException {
        return Sealed.open(store, cacheOfReader);
    }

    @Override
    Sealing sealing(Repository repository) throws IOException {
        return repository.keys().sealing();
    }

    @Override
    int keyObjects() {
        return 1;
    }

    /// Each look costs the trying of a passphrase.
    @Override
    int step(int length) {
        return Math.max(1, length / 20);
    }
}
