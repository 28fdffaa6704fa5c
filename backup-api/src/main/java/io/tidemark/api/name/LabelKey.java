package io.tidemark.api.name;

import io.tidemark.catalog.Labels;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The key of a label: up to 63 lower-case letters, digits and marks, beginning and ending with no mark.
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Labels.KEY)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface LabelKey {
    String message() default
            "must have keys of 1 to 63 lower-case letters, digits or any of . _ - /, with a letter or digit at both ends";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
