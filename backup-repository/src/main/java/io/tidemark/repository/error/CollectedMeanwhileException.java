package io.tidemark.repository.error;

import org.jspecify.annotations.Nullable;

/// A point could not be committed because a collection ran in the meantime and may have deleted something that the
/// point needs. Nothing that exists is harmed. Doing the whole backup again is all it takes.
public final class CollectedMeanwhileException extends RepositoryException {

    public static final String CODE = "collected-meanwhile";

    /// Tells what happened.
    ///
    /// @param point  the point that does not exist
    /// @param what  what was found
    public CollectedMeanwhileException(String point, String what, @Nullable Throwable cause) {
        super(
                CODE,
                "Point " + point + " was not committed: " + what
                        + ", because a collection ran during this backup. Run the backup again;"
                        + " what it has stored already is not stored twice.",
                cause);
    }
}
