package io.tidemark.repository.error;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The repository is not what it should be: missing, damaged, or of a format this version does not read.
///
/// The message says what was wrong and where, what was expected and found, and what to do.
public abstract sealed class RepositoryException extends IOException
        permits ChunkCorruptException,
                CollectedMeanwhileException,
                FormatTooNewException,
                FormatTooOldException,
                KeyMissingException,
                KeyNeededException,
                NotSealedException,
                ObjectCorruptException,
                PassphraseKnownException,
                PassphraseMissingException,
                PointIntactException,
                PointMissingException,
                PointPinnedException,
                RepositoryExistsException,
                RepositoryMissingException,
                WrongKeyException {

    private final String code;

    RepositoryException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// A stable name of the kind of failure.
    public final String code() {
        return code;
    }
}
