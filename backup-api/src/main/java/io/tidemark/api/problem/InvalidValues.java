package io.tidemark.api.problem;

import io.tidemark.api.problem.Problem.FieldProblem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/// Names the fields, parameters and headers that broke a rule, sorted by name.
final class InvalidValues {
    private InvalidValues() {}

    static List<FieldProblem> of(BindingResult result) {
        return sorted(Stream.concat(
                result.getFieldErrors().stream().map(InvalidValues::of),
                result.getGlobalErrors().stream().map(error -> new FieldProblem("body", message(error)))));
    }

    static List<FieldProblem> of(HandlerMethodValidationException failure) {
        return sorted(failure.getParameterValidationResults().stream().flatMap(InvalidValues::of));
    }

    static FieldProblem of(String name, TypeMismatchException mismatch) {
        return new FieldProblem(name, mismatch(mismatch.getRequiredType(), mismatch.getValue()));
    }

    private static Stream<FieldProblem> of(ParameterValidationResult result) {
        if (result instanceof ParameterErrors errors) {
            return errors.getFieldErrors().stream().map(InvalidValues::of);
        }
        String name = String.valueOf(result.getMethodParameter().getParameterName());
        return result.getResolvableErrors().stream().map(error -> new FieldProblem(name, message(error)));
    }

    private static FieldProblem of(FieldError error) {
        if (error.isBindingFailure() && error.contains(TypeMismatchException.class)) {
            TypeMismatchException mismatch = error.unwrap(TypeMismatchException.class);
            return new FieldProblem(error.getField(), mismatch(mismatch.getRequiredType(), mismatch.getValue()));
        }
        return new FieldProblem(error.getField(), message(error));
    }

    private static String message(MessageSourceResolvable error) {
        return String.valueOf(error.getDefaultMessage());
    }

    private static String mismatch(@Nullable Class<?> type, @Nullable Object value) {
        String found = String.valueOf(value);
        String clipped = found.length() <= 40 ? found : found.substring(0, 40) + "…";
        if (type != null && type.isEnum()) {
            return "must be one of " + EnumWords.words(type) + ", found \"" + clipped + "\"";
        }
        return "must be a " + (type == null ? "different type" : type.getSimpleName()) + ", found \"" + clipped + "\"";
    }

    private static List<FieldProblem> sorted(Stream<FieldProblem> problems) {
        return problems.distinct()
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList();
    }
}
