package io.tidemark.api.repository;

import io.tidemark.api.name.AbsolutePath;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a repository may be: a bucket with an optional prefix, or a directory of a worker's host. Only the form is
/// checked; a worker finds out what is there. Null is left to other rules.
@Documented
@Constraint(validatedBy = Location.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@interface Location {
    String message() default
            "must be s3://bucket, s3://bucket/prefix or file:/directory, without . or .. or empty steps, the prefix of letters,"
                    + " digits and any of . _ -";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /// Checks the form of a location.
    final class Check implements ConstraintValidator<Location, String> {
        private static final int MAXIMUM_LENGTH = 1000;
        private static final String S3 = "s3://";
        private static final String FILE = "file:";
        private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

        /// As the workers take it.
        private static final Pattern PREFIX = Pattern.compile("(?=.{2,481}$)(/[A-Za-z0-9._-]+)+");

        private final AbsolutePath.Check paths = new AbsolutePath.Check();

        @Override
        public boolean isValid(@Nullable String location, ConstraintValidatorContext context) {
            if (location == null) {
                return true;
            }
            if (location.length() > MAXIMUM_LENGTH) {
                return false;
            }
            if (location.startsWith(FILE)) {
                return paths.isValid(location.substring(FILE.length()), context);
            }
            return location.startsWith(S3) && isBucketAndPrefix(location.substring(S3.length()), context);
        }

        private boolean isBucketAndPrefix(String rest, ConstraintValidatorContext context) {
            int slash = rest.indexOf('/');
            String bucket = slash < 0 ? rest : rest.substring(0, slash);
            return BUCKET.matcher(bucket).matches() && (slash < 0 || isPrefix(rest.substring(slash), context));
        }

        private boolean isPrefix(String prefix, ConstraintValidatorContext context) {
            return PREFIX.matcher(prefix).matches() && paths.isValid(prefix, context);
        }
    }
}
