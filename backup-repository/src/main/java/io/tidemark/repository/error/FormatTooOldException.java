package io.tidemark.repository.error;

/// An object is of a format version that this version of Tidemark no longer reads.
public final class FormatTooOldException extends RepositoryException {

    public static final String CODE = "format-too-old";

    /// Tells what happened.
    ///
    /// @param key  the object's key in the store
    /// @param found  the version found
    /// @param oldest  the oldest version that is read
    public FormatTooOldException(String key, int found, int oldest) {
        super(
                CODE,
                "Object " + key + " has format version " + found
                        + "; the oldest that this version of Tidemark reads is " + oldest
                        + ". Use the version of Tidemark that wrote it; nothing was changed.",
                null);
    }
}
