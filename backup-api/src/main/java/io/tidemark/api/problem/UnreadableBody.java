package io.tidemark.api.problem;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern TWICE = Pattern.compile("^Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    /// Such a number may have very many digits, and is not quoted.
    private static final String TOO_LARGE = ", found one that is too large";

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
                String message = "must be " + expected(tooLarge.getTargetType(), declaration(tooLarge)) + TOO_LARGE;
                return Problem.of(List.of(new Problem.FieldProblem(field(tooLarge), message)), instance);
            }
            if (cause instanceof JacksonException broken) {
                return Problem.of(ProblemType.MALFORMED_BODY, malformed(broken), instance);
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
                kind.getTypeId() == null
                        ? "must be given"
                        : "must be one of " + kinds(kind) + ", found \"" + clipped(kind.getTypeId()) + "\"";
            case InvalidFormatException format
            when format.getValue() instanceof Double number && number.isInfinite() ->
                "must be " + expected(format.getTargetType(), declaration(format)) + TOO_LARGE;
            case InvalidFormatException format ->
                "must be " + expected(format.getTargetType(), declaration(format)) + ", found \""
                        + clipped(String.valueOf(format.getValue())) + "\"";
            default -> "must be " + expected(mismatch.getTargetType(), declaration(mismatch));
        };
    }

    private static String malformed(JacksonException broken) {
        Matcher twice = TWICE.matcher(broken.getOriginalMessage());
        return twice.find()
                ? "An object of the body has the key \"" + clipped(twice.group(1)) + "\" twice" + place(broken)
                        + ". Give it once."
                : "The body is not JSON" + place(broken) + ".";
    }

    private static String kinds(InvalidTypeIdException kind) {
        JsonSubTypes all = kind.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        return all == null
                ? "the known ones"
                : Arrays.stream(all.value())
                        .map(JsonSubTypes.Type::name)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    /// What a value must be.
    ///
    /// @param declaration  where its rules are declared, as far as that is known
    static String expected(@Nullable Class<?> type, @Nullable AnnotatedElement declaration) {
        if (type != null && type.isEnum()) {
            return "one of " + EnumWords.words(type);
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return "a " + name(type) + range(declaration);
    }

    private static String range(@Nullable AnnotatedElement declaration) {
        Min least = declaration == null ? null : declaration.getAnnotation(Min.class);
        Max most = declaration == null ? null : declaration.getAnnotation(Max.class);
        if (least != null && most != null) {
            return " from " + least.value() + " to " + most.value();
        }
        return least == null ? "" : " of at least " + least.value();
    }

    /// The component of a record that was being read.
    private static @Nullable AnnotatedElement declaration(JacksonException mismatch) {
        if (mismatch.getPath().isEmpty()) {
            return null;
        }
        Reference last = mismatch.getPath().getLast();
        Class<?> read = last.from() instanceof Class<?> type ? type : Object.class;
        return read.isRecord()
                ? Arrays.stream(read.getRecordComponents())
                        .filter(component -> component.getName().equals(last.getPropertyName()))
                        .map(RecordComponent::getAccessor)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /// What people call values of a type.
    private static String name(@Nullable Class<?> type) {
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
