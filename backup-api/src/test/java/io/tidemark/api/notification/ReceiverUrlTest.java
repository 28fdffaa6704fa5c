package io.tidemark.api.notification;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org/tidemark?room=1",
                "HTTP://hooks.example.org",
                "Https://hooks.example.org:443/",
                "http://[::1]:8080/x",
                "http://127.0.0.1:65535"
            })
    void takesTheSchemeInAnyCase(String url) {
        assertThat(violations(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org:0",
                "HTTPS://example.org:00/",
                "https://example.org:65536",
                "https://example.org:-1",
                "FTP://example.org",
                "https:/example.org",
                "example.org",
                "https://user@example.org",
                "https://example.org#x"
            })
    void saysWhatAUrlMustHave(String url) {
        assertThat(violations(url))
                .singleElement()
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains("http or https", "a host", "a port of 1 to 65535", "without user or fragment"));
    }

    private static Set<? extends ConstraintViolation<?>> violations(String url) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            Validator validator = factory.getValidator();
            return validator.validate(new Channel(url));
        }
    }

    private record Channel(@Nullable @ReceiverUrl String url) {}
}
