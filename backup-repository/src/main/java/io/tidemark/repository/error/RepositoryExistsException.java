package io.tidemark.repository.error;

import org.jspecify.annotations.Nullable;

/// A repository was to be made where one is already.
public final class RepositoryExistsException extends RepositoryException {

    public static final String CODE = "repository-exists";

    /// Tells what happened.
    ///
    /// @param location  where
    public RepositoryExistsException(String location, @Nullable Throwable cause) {
        super(
                CODE,
                "There is a repository at " + location + " already; it was left as it is. Use it, or choose another"
                        + " prefix.",
                cause);
    }
}
