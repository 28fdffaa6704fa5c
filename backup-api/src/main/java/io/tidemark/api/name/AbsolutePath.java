package io.tidemark.api.name;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/// A path on a worker's host that says plainly which file it means: absolute, without `.`, `..` or empty steps, and
/// without control characters. Whether a worker may touch it is checked there, against its image roots. Null is left
/// to other rules.
@Documented
@Constraint(validatedBy = AbsolutePath.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface AbsolutePath {
    /// Linux takes no longer path.
    int MAXIMUM_LENGTH = 4095;

    String message() default
            "must be an absolute path of at most 4095 characters without . or .. steps, // or control characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /// Checks the form of a path; touches no file system.
    final class Check implements ConstraintValidator<AbsolutePath, String> {
        @Override
        public boolean isValid(@Nullable String path, ConstraintValidatorContext context) {
            return path == null || isAbsoluteAndNormal(path);
        }

        private static boolean isAbsoluteAndNormal(String path) {
            if (path.length() < 2 || path.length() > MAXIMUM_LENGTH || path.charAt(0) != '/') {
                return false;
            }
            if (path.chars().anyMatch(Character::isISOControl)) {
                return false;
            }
            for (String step : path.substring(1).split("/", -1)) {
                if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                    return false;
                }
            }
            return true;
        }
    }
}
