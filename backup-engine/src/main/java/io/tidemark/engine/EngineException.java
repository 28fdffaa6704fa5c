package io.tidemark.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A run that ended without doing what was asked, with a stable code.
///
/// The message is that of the layer that found the trouble: what, where, expected and found, and what to do.
/// Images and repository are as a failure at this point may leave them: earlier points intact, old marks kept.
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureCode code;

    public EngineException(FailureCode code, String message) {
        this(code, message, null);
    }

    public EngineException(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /// The kind of failure.
    public FailureCode code() {
        return code;
    }

    /// The failure of a lower layer as the user is told of it: code by kind, message and cause kept.
    public static EngineException of(Throwable failure) {
        if (failure instanceof EngineException already) {
            return already;
        }
        return new EngineException(FailureCodes.of(failure), FailureCodes.message(failure), failure);
    }
}
