package io.tidemark.api.problem;

import io.tidemark.api.problem.Problem.FieldProblem;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Names the fields, parameters and headers that broke a rule, sorted by name.
final class InvalidValues {
    private InvalidValues() {}

    static List<FieldProblem> of(BindException failure) {
        Class<?> bound = failure instanceof MethodArgumentNotValidException argument
                ? argument.getParameter().getParameterType()
                : Object.class;
        return sorted(Stream.concat(
                failure.getFieldErrors().stream().map(error -> of(error, bound)),
                failure.getGlobalErrors().stream().map(error -> new FieldProblem("body", message(error)))));
    }

    static List<FieldProblem> of(HandlerMethodValidationException failure) {
        return sorted(failure.getParameterValidationResults().stream().flatMap(InvalidValues::of));
    }

    static FieldProblem of(MethodArgumentTypeMismatchException mismatch) {
        return new FieldProblem(
                mismatch.getName(), mismatch(mismatch, mismatch.getParameter().getParameter()));
    }

    private static Stream<FieldProblem> of(ParameterValidationResult result) {
        if (result instanceof ParameterErrors errors) {
            Class<?> bound = result.getMethodParameter().getParameterType();
            return errors.getFieldErrors().stream().map(error -> of(error, bound));
        }
        RequestHeader header = result.getMethodParameter().getParameterAnnotation(RequestHeader.class);
        String name = header == null || header.name().isEmpty()
                ? String.valueOf(result.getMethodParameter().getParameterName())
                : header.name();
        return result.getResolvableErrors().stream().map(error -> new FieldProblem(name, message(error)));
    }

    /// @param bound  the record that the values of a query were to become
    private static FieldProblem of(FieldError error, Class<?> bound) {
        if (error.isBindingFailure() && error.contains(TypeMismatchException.class)) {
            TypeMismatchException mismatch = error.unwrap(TypeMismatchException.class);
            return new FieldProblem(error.getField(), mismatch(mismatch, component(bound, error.getField())));
        }
        return new FieldProblem(error.getField(), message(error));
    }

    private static String message(MessageSourceResolvable error) {
        return String.valueOf(error.getDefaultMessage());
    }

    private static @Nullable AnnotatedElement component(Class<?> bound, String name) {
        return bound.isRecord()
                ? Arrays.stream(bound.getRecordComponents())
                        .filter(component -> component.getName().equals(name))
                        .map(RecordComponent::getAccessor)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /// @param declaration  where the value's rules are declared, as far as that is known
    private static String mismatch(TypeMismatchException mismatch, @Nullable AnnotatedElement declaration) {
        String found = String.valueOf(mismatch.getValue());
        String clipped = found.length() <= 40 ? found : found.substring(0, 40) + "…";
        return "must be " + UnreadableBody.expected(mismatch.getRequiredType(), declaration) + ", found \"" + clipped
                + "\"";
    }

    private static List<FieldProblem> sorted(Stream<FieldProblem> problems) {
        return problems.distinct()
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList();
    }
}
