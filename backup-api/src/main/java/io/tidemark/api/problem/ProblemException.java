package io.tidemark.api.problem;

/// Refuses a request with a problem of a given type. Made by [ProblemType#because].
public final class ProblemException extends RuntimeException {
    private final ProblemType type;

    ProblemException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    public ProblemType type() {
        return type;
    }

    /// What was wrong with the request, and what to do.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
