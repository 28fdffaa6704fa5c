package io.tidemark.repository.error;

/// A sealed repository has no such key.
public final class KeyMissingException extends RepositoryException {

    public static final String CODE = "key-missing";

    /// Tells what happened.
    ///
    /// @param key  which one was asked for
    /// @param location  of the repository
    public KeyMissingException(String key, String location) {
        super(
                CODE,
                "Repository " + location + " has no key " + key + ". `tidemark repository key list` shows them.",
                null);
    }
}
