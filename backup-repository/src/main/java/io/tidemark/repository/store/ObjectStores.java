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
        return open(location, options, new StoreMeter(StoreLimits.NONE));
    }

    /// The same with its calls metered.
    ///
    /// @param meter  counts them, and holds them back where its limits say so
    /// @throws StoreException if the SDK cannot be set up, for example for want of a region
    public static ObjectStore open(RepositoryLocation location, StoreOptions options, StoreMeter meter)
            throws StoreException {
        return switch (location) {
            case RepositoryLocation.S3 s3 ->
                new RetryingObjectStore(
                        S3ObjectStore.open(s3, options, meter), options.maxAttempts(), options.retryWithin());
            case RepositoryLocation.Directory directory ->
                new MeteredObjectStore(new DirectoryObjectStore(directory.path()), meter);
        };
    }
}
