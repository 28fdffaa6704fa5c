package io.tidemark.repository.error;

/// A passphrase was given for a repository that is not sealed. Refused, so that nobody who believes a repository to
/// be sealed stores anything in one that is not, or in one that somebody has put in its place.
public final class NotSealedException extends RepositoryException {

    public static final String CODE = "not-sealed";

    /// Tells what happened.
    ///
    /// @param location  of the repository
    public NotSealedException(String location) {
        super(
                CODE,
                "Repository " + location
                        + " is not sealed, but a passphrase was given. If it has never been sealed, leave"
                        + " out --passphrase-file and TIDEMARK_PASSPHRASE; if it was, somebody has replaced"
                        + " tidemark.json.",
                null);
    }
}
