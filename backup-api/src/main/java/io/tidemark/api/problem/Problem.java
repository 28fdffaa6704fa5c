package io.tidemark.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The body of every error answer (RFC 9457).
///
/// @param type  stable, for programs; see [ProblemType]
/// @param title  the same for every problem of a type
/// @param status  the answer's HTTP status
/// @param detail  what was wrong with this request, and what to do
/// @param instance  path of the request
/// @param run  the run that holds the place; absent unless the type is `run-already-active`
/// @param errors  which fields were wrong; absent unless the type is `validation-failed`
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        String instance,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID run,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FieldProblem> errors) {

    /// The media type of problems.
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        detail = sentence(StrictTexts.mended(detail));
        errors = errors == null ? null : List.copyOf(errors);
    }

    /// The detail of a wrong value is put together from its parts, and others come from libraries.
    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? text : text + ".";
    }

    static Problem of(ProblemType type, String detail, String instance) {
        return new Problem(type.uri(), type.title(), type.status().value(), detail, instance, null, null);
    }

    /// A refusal because of another run.
    static Problem of(ProblemType type, String detail, String instance, UUID run) {
        return new Problem(type.uri(), type.title(), type.status().value(), detail, instance, run, null);
    }

    static Problem of(List<FieldProblem> errors, String instance) {
        ProblemType type = ProblemType.VALIDATION_FAILED;
        String detail = errors.size() == 1
                ? errors.getFirst().field() + ": " + errors.getFirst().message()
                : errors.size() + " values of the request are not as they must be.";
        return new Problem(type.uri(), type.title(), type.status().value(), detail, instance, null, errors);
    }

    /// One wrong value.
    ///
    /// @param field  path in the body, such as `disks[0].name`, or name of a parameter or header
    /// @param message  what is wrong with it
    public record FieldProblem(String field, String message) {
        public FieldProblem {
            field = StrictTexts.mended(field);
            message = StrictTexts.mended(message);
        }
    }
}
