package io.tidemark.repository.error;

/// A repository is sealed, and no passphrase was given.
public final class PassphraseMissingException extends RepositoryException {

    public static final String CODE = "passphrase-missing";

    /// Tells what happened.
    ///
    /// @param location  of the repository
    public PassphraseMissingException(String location) {
        super(
                CODE,
                "Repository " + location + " is sealed: give its passphrase, by --passphrase-file or by"
                        + " TIDEMARK_PASSPHRASE or TIDEMARK_PASSPHRASE_FILE in the environment.",
                null);
    }
}
