package io.tidemark.api.problem;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says what is wrong with a body that Jackson could not turn into a request.
final class UnreadableBody {
    private UnreadableBody() {}

    static Problem problem(HttpMessageNotReadableException failure, String instance) {
        // Jackson wraps it in a failure of its own, which else would be taken for the cause.
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException tooLarge) {
                return Problem.of(ProblemType.BODY_TOO_LARGE, tooLarge.getMessage(), instance);
            }
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MismatchedInputException mismatch && !isTrailing(mismatch)) {
                return Problem.of(List.of(new Problem.FieldProblem(field(mismatch), message(mismatch))), instance);
            }
            if (cause instanceof InputCoercionException tooLarge) {
                String message = "is a number that is too large";
                return Problem.of(List.of(new Problem.FieldProblem(field(tooLarge), message)), instance);
            }
            if (cause instanceof JacksonException broken) {
                return Problem.of(ProblemType.MALFORMED_BODY, "The body is not JSON" + place(broken) + ".", instance);
            }
        }
        return Problem.of(ProblemType.MALFORMED_BODY, "The request needs a body in JSON.", instance);
    }

    private static String message(MismatchedInputException mismatch) {
        return switch (mismatch) {
            case StrictTexts.HalfCharacter half ->
                "must be a text of whole characters; it has half of a surrogate pair";
            case UnrecognizedPropertyException unknown ->
                "is not a known field; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case InvalidTypeIdException kind ->
                kind.getTypeId() == null ? "must be given" : "has no kind \"" + clipped(kind.getTypeId()) + "\"";
            case InvalidFormatException format
            when format.getTargetType().isEnum() -> "must be one of " + EnumWords.words(format.getTargetType());
            case InvalidFormatException format ->
                "must be a " + name(format.getTargetType()) + ", found \"" + clipped(String.valueOf(format.getValue()))
                        + "\"";
            default -> "must be a " + name(mismatch.getTargetType());
        };
    }

    /// What people call values of a type.
    static String name(@Nullable Class<?> type) {
        if (type == null) {
            return "different type";
        }
        if (type.isRecord() || (type.isInterface() && !Iterable.class.isAssignableFrom(type))) {
            return "JSON object";
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return "JSON array";
        }
        return switch (type.getSimpleName()) {
            case "UUID" -> "UUID";
            case "String" -> "text";
            case "Boolean", "boolean" -> "truth value";
            case "Integer", "int", "Long", "long" -> "whole number";
            case "Instant" -> "time of the years 1 to 9999 such as 2026-11-23T09:30:00Z";
            default -> type.getSimpleName();
        };
    }

    /// Whether the body was read well, but another value follows it.
    private static boolean isTrailing(MismatchedInputException mismatch) {
        return mismatch.getOriginalMessage().startsWith("Trailing token");
    }

    private static String field(JacksonException mismatch) {
        StringBuilder field = new StringBuilder();
        for (Reference step : mismatch.getPath()) {
            if (step.getPropertyName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        if (mismatch instanceof InvalidTypeIdException kind) {
            JsonTypeInfo type = kind.getBaseType().getRawClass().getAnnotation(JsonTypeInfo.class);
            if (type != null) {
                field.append(field.isEmpty() ? "" : ".").append(type.property());
            }
        }
        return field.isEmpty() ? "body" : field.toString();
    }

    private static String place(JacksonException broken) {
        return broken.getLocation() == null
                ? ""
                : " (line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr() + ")";
    }

    private static String clipped(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
