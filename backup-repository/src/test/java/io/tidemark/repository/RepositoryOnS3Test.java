package io.tidemark.repository;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreCredentials;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;

/// The same over HTTP, against a real S3 server.
class RepositoryOnS3Test extends RepositoryContract {

    private final RepositoryLocation location = new RepositoryLocation.S3(SharedS3.freshBucket(), "machines");

    @Override
    ObjectStore openStore() throws IOException {
        S3Server server = SharedS3.server();
        return ObjectStores.open(
                location,
                StoreOptions.defaults()
                        .withEndpoint(server.endpoint())
                        .withCredentials(new StoreCredentials(server.accessKey(), server.secretKey())));
    }
}
