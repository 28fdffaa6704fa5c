package io.tidemark.api.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Refuses a request with a problem of a given type. Made by [ProblemType#because].
public final class ProblemException extends RuntimeException {
    private final ProblemType type;
    private final @Nullable Duration retryAfter;

    ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    private ProblemException(ProblemType type, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /// The same, saying when it may be tried again.
    public ProblemException retryAfter(Duration time) {
        return new ProblemException(type, detail(), time);
    }

    /// When the request may be tried again, if that is known.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public ProblemType type() {
        return type;
    }

    /// What was wrong with the request, and what to do.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
