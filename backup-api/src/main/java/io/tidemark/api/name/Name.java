package io.tidemark.api.name;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What people may call machines, disks, policies, repositories and tokens: up to 100 letters, digits, spaces and
/// punctuation marks that are safe in file names and command lines, beginning and ending with neither space nor mark.
/// Null is left to other rules.
@Documented
@Constraint(validatedBy = {})
@Size(min = 1, max = 100)
@Pattern(regexp = "^[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._:@+-]*[\\p{L}\\p{N}])?$")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Name {
    String message() default
            "must be 1 to 100 letters, digits, spaces or any of . _ : @ + -, with a letter or digit at both ends";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
