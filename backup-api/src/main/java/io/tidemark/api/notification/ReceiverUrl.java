package io.tidemark.api.notification;

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

/// URL of a webhook's receiver: `http` or `https` and a host, perhaps with port, path and query. Any host
/// may be named, also one of the server's own network: only administrators set it. Null is left to other
/// rules.
@Documented
@Constraint(validatedBy = ReceiverUrl.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@interface ReceiverUrl {
    String message() default
            "must be an http or https URL such as https://hooks.example.org/tidemark, with a host, a port of 1"
                    + " to 65535 if any, and without user or fragment; at most 2000 characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /// Checks the form of a URL; connects to nothing.
    final class Check implements ConstraintValidator<ReceiverUrl, String> {
        private static final int MAXIMUM_LENGTH = 2000;
        private static final int PORTS = 65_535;

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            if (text.length() > MAXIMUM_LENGTH) {
                return false;
            }
            try {
                URI url = new URI(text);
                return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                        && url.getHost() != null
                        && url.getPort() != 0
                        && url.getPort() <= PORTS
                        && url.getRawUserInfo() == null
                        && url.getRawFragment() == null;
            } catch (URISyntaxException malformed) {
                return false;
            }
        }
    }
}
