package io.tidemark.repository.error;

/// A key is not to be removed, as it is the one that the caller is known to be able to open.
public final class KeyNeededException extends RepositoryException {

    public static final String CODE = "key-needed";

    /// Tells what happened.
    ///
    /// @param key  which one
    /// @param location  of the repository
    public KeyNeededException(String key, String location) {
        super(
                CODE,
                "Key " + key + " of repository " + location + " is the one that the given passphrase opens; it is not"
                        + " removed, as the last key never is. Give another passphrase to remove it, or replace it with"
                        + " `tidemark repository key rotate`.",
                null);
    }
}
