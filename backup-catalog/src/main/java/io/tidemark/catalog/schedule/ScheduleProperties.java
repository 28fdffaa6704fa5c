package io.tidemark.catalog.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How schedules are kept. The same for all workers of a pool.
///
/// @param missedAfter a fire time that is older counts as missed, and the policy says what becomes of it; at least
///                    a second
@ConfigurationProperties("tidemark.schedule")
public record ScheduleProperties(@DefaultValue("1m") Duration missedAfter) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    public ScheduleProperties {
        if (missedAfter.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "tidemark.schedule.missed-after must be at least 1s, but is " + missedAfter + ".");
        }
    }
}
