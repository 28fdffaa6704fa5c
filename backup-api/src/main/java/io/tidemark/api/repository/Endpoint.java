package io.tidemark.api.repository;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// URL of an S3 server: `http` or `https`, a host, perhaps a port. Credentials have no place in it: it is shown to
/// everybody who may read. Null is left to other rules.
@Documented
@Constraint(validatedBy = Endpoint.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@interface Endpoint {
    String message() default
            "must be a URL such as https://s3.example.org or http://127.0.0.1:9000, without user or query";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /// Checks the form of a URL; connects to nothing.
    final class Check implements ConstraintValidator<Endpoint, String> {
        private static final int MAXIMUM_LENGTH = 1000;

        @Override
        public boolean isValid(@Nullable String endpoint, ConstraintValidatorContext context) {
            if (endpoint == null) {
                return true;
            }
            if (endpoint.length() > MAXIMUM_LENGTH) {
                return false;
            }
            try {
                URI url = new URI(endpoint);
                return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getPort() <= 65_535
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null;
            } catch (URISyntaxException malformed) {
                return false;
            }
        }
    }
}
