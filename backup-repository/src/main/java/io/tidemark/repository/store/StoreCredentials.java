package io.tidemark.repository.store;

/// An access key and its secret. Not a record, so that the secret is in no `toString`.
public final class StoreCredentials {

    private final String accessKey;
    private final String secretKey;

    public StoreCredentials(String accessKey, String secretKey) {
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("An access key and its secret must not be blank");
        }
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    public String accessKey() {
        return accessKey;
    }

    String secretKey() {
        return secretKey;
    }

    /// The access key alone.
    @Override
    public String toString() {
        return accessKey;
    }
}
