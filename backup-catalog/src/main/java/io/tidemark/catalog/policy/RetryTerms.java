package io.tidemark.catalog.policy;

import io.tidemark.catalog.InvalidRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a run that a policy started is tried again when it failed for a reason that may pass.
///
/// @param attempts          how many more runs there are at most; 0 for none, at most 10
/// @param firstDelaySeconds how long after the failure the first of them begins, 1 to 3600; each further one waits
///                          twice as long, up to an hour
@Embeddable
public record RetryTerms(
        @Column(name = "retry_attempts") int attempts,
        @Column(name = "retry_first_delay_seconds") int firstDelaySeconds) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_ATTEMPTS = 10;

    /// A run that failed waits for the next fire time.
    public static final RetryTerms NEVER = new RetryTerms(0, 60);

    /// @throws InvalidRequest `retry-invalid`
    public RetryTerms {
        if (attempts < 0
                || attempts > MOST_ATTEMPTS
                || firstDelaySeconds < 1
                || firstDelaySeconds > LONGEST.toSeconds()) {
            throw new InvalidRequest(
                    "retry-invalid",
                    "A policy retries 0 to 10 times, the first time after 1 to 3600 seconds, found " + attempts
                            + " times after " + firstDelaySeconds + " seconds.");
        }
    }

    /// How long the nth retry, counted from 1, waits: up to a fifth longer than the doubled delay, so that what failed
    /// together does not come back together.
    public Duration delay(int retry, RandomGenerator random) {
        long seconds = Math.min(LONGEST.toSeconds(), (long) firstDelaySeconds << (retry - 1));
        long millis = Duration.ofSeconds(seconds).toMillis();
        return Duration.ofMillis(millis + random.nextLong(millis / 5 + 1));
    }
}
