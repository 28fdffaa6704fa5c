package io.tidemark.repository.store;

/// Objects cannot be locked where a repository with locks was to be made.
public final class LocksMissingException extends StoreException {

    public static final String CODE = "locks-missing";

    public LocksMissingException(String location) {
        super(
                CODE,
                "The store " + location
                        + " cannot lock objects: it needs a bucket that was made with Object Lock (which"
                        + " brings versioning), on a server that has it. Make such a bucket, for example with `aws s3api"
                        + " create-bucket --object-lock-enabled-for-bucket --bucket NAME`, or leave out --lock",
                null);
    }
}
