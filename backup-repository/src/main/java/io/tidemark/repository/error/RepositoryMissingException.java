package io.tidemark.repository.error;

import org.jspecify.annotations.Nullable;

/// There is no repository at the location.
public final class RepositoryMissingException extends RepositoryException {

    public static final String CODE = "repository-missing";

    /// Tells what happened.
    ///
    /// @param location  where it was looked for
    public RepositoryMissingException(String location, @Nullable Throwable cause) {
        super(
                CODE,
                "No repository at " + location
                        + ": there is no object tidemark.json. Check the bucket and the prefix, or"
                        + " make one with `tidemark repository init`.",
                cause);
    }
}
