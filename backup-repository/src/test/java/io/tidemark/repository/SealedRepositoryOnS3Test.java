package io.tidemark.repository;

import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/// A sealed repository over HTTP, against a real S3 server.
class SealedRepositoryOnS3Test extends RepositoryOnS3Test {

    @Override
    Repository init(ObjectStore store, RepositoryFormat format) throws IOException {
        return Sealed.init(store, format, cache);
    }

    @Override
    Repository open(ObjectStore store, Path cacheOfReader) throws IOException {
        return Sealed.open(store, cacheOfReader);
    }
}
