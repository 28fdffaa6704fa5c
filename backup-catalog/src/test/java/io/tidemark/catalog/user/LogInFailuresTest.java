package io.tidemark.catalog.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import io.tidemark.catalog.user.LogInFailures.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class LogInFailuresTest {
    private static final Duration TIME = Duration.ofMinutes(15);

    private final LogInFailures failures;
    private final Samples samples;

    LogInFailuresTest(ApplicationContext catalog) {
        this.failures = catalog.getBean(LogInFailures.class);
        this.samples = new Samples(catalog);
    }

    @Test
    void afterTheMostTheNextWaitsUntilTheTimeIsOver() {
        assertThat(attempt("anna")).isEmpty();
        assertThat(attempt("Anna")).isEmpty();
        Instant end = attempt("anna").orElseThrow();

        assertThat(end).isBetween(Instant.now().plusSeconds(800), Instant.now().plusSeconds(900));
        assertThat(attempt("anna")).hasValue(end);
        assertThat(attempt("bert")).isEmpty();
        samples.jdbc()
                .sql("update log_in_failures set ends_at = now() - interval '1 second'")
                .update();
        assertThat(attempt("anna")).isEmpty();
        assertThat(rows()).isEqualTo(1);
        failures.forget(Kind.NAME, "anna");
        assertThat(rows()).isZero();
    }

    @Test
    void whatWasNoFailureIsTakenBack() {
        attempt("carl");
        attempt("carl");
        failures.takeBack(Kind.NAME, "carl");
        assertThat(attempt("carl")).isEmpty();
        failures.takeBack(Kind.NAME, "carl");
        failures.takeBack(Kind.NAME, "carl");

        assertThat(rows()).isZero();
    }

    private Optional<Instant> attempt(String name) {
        return failures.count(Kind.NAME, name, 2, TIME);
    }

    private int rows() {
        return samples.jdbc()
                .sql("select count(*) from log_in_failures")
                .query(Integer.class)
                .single();
    }
}
