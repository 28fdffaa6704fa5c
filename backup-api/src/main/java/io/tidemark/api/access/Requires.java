package io.tidemark.api.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares what a caller must be permitted to reach an endpoint. An endpoint that declares nothing is refused to
/// everybody, and fails the build.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Permission value();

    /// Whether the endpoint shows and touches only what lies within the bounds of its caller. One that does not say so
    /// is refused to callers who are bounded to labels.
    boolean heedsBounds() default false;
}
