package io.tidemark.api.problem;

import java.util.List;

/// Refuses a request whose values broke rules that no annotation can say; answered as `validation-failed`.
public final class FieldsException extends RuntimeException {
    private final transient List<Problem.FieldProblem> errors;

    public FieldsException(String field, String message) {
        super(field + ": " + message);
        this.errors = List.of(new Problem.FieldProblem(field, message));
    }

    List<Problem.FieldProblem> errors() {
        return errors;
    }
}
