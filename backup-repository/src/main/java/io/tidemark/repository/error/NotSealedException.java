package io.tidemark.repository.error;

/// A repository is not sealed, and a passphrase was given, or its keys were asked for. Refused, so that nobody who
/// believes a repository to be sealed stores anything in one that is not, or in one that somebody has put in its
/// place.
public final class NotSealedException extends RepositoryException {

    public static final String CODE = "not-sealed";

    private NotSealedException(String location, String why) {
        super(CODE, "Repository " + location + " is not sealed, " + why, null);
    }

    /// Tells that a passphrase was given.
    ///
    /// @param location  of the repository
    public NotSealedException(String location) {
        this(
                location,
                "but a passphrase was given. If it has never been sealed, leave out --passphrase-file and"
                        + " TIDEMARK_PASSPHRASE; if it was, somebody has replaced tidemark.json.");
    }

    /// Tells that its keys were asked for.
    ///
    /// @param location  of the repository
    public static NotSealedException hasNoKeys(String location) {
        return new NotSealedException(location, "so it has no keys.");
    }
}
