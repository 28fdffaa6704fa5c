package io.tidemark.repository.store;

/// Makes the store that a location stands for.
public final class ObjectStores {

    private ObjectStores() {}

    /// Opens a store; calls to S3 are retried as the options say. Nothing is asked of the store yet: whether it is
    /// there shows at the first call.
    ///
    /// @return the store; the caller closes it
    /// @throws StoreException if the SDK cannot be set up, for example for want of a region
    public static ObjectStore open(RepositoryLocation location, StoreOptions options) throws StoreException {
        return switch (location) {
            case RepositoryLocation.S3 s3 ->
                new RetryingObjectStore(S3ObjectStore.open(s3, options), options.maxAttempts(), options.retryWithin());
            case RepositoryLocation.Directory directory -> new DirectoryObjectStore(directory.path());
        };
    }
}
