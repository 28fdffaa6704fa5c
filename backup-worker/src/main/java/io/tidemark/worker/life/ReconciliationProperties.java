package io.tidemark.worker.life;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the catalog is kept in line with the buckets.
///
/// @param interval how long after one reconciliation of a repository the next one is due, at least ten
///                 seconds; 0 for on demand only
@ConfigurationProperties("tidemark.reconciliation")
public record ReconciliationProperties(@DefaultValue("1h") Duration interval) {
    private static final Duration LEAST = Duration.ofSeconds(10);

    public ReconciliationProperties {
        if (!interval.isZero() && interval.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "tidemark.reconciliation.interval must be 0 (never) or at least 10s, but is " + interval + ".");
        }
    }
}
