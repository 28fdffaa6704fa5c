package io.tidemark.repository.error;

/// An object was written by a later version of Tidemark, in a way this version must not guess at.
public final class FormatTooNewException extends RepositoryException {

    public static final String CODE = "format-too-new";

    /// Tells what happened.
    ///
    /// @param key  the object's key in the store
    /// @param what  what is not known, by name: "format version 2", "sealing method 1"
    /// @param known  what this version knows in its place
    public FormatTooNewException(String key, String what, String known) {
        super(
                CODE,
                "Object " + key + " uses " + what + "; this version of Tidemark knows " + known
                        + ". Use a newer Tidemark; nothing was changed.",
                null);
    }
}
