package io.tidemark.catalog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// By what a worker is known to be alive. The same for all processes of one catalog.
///
/// @param silentAfter a worker that was silent for longer no longer counts as alive: its runs are taken up by another
///                    when Quartz, too, finds it dead, which takes as long; at least a second
@ConfigurationProperties("tidemark.workers")
public record SignsOfLife(@DefaultValue("12s") Duration silentAfter) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    public SignsOfLife {
        if (silentAfter.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "tidemark.workers.silent-after must be at least 1s, but is " + silentAfter + ".");
        }
    }

    /// How often a worker shows that it lives.
    public Duration heartbeat() {
        return silentAfter.dividedBy(6);
    }

    /// A worker that was silent for longer is dead without a doubt: its runs may be given up. A database that was
    /// away for a moment must not come to that.
    public Duration deadAfter() {
        return silentAfter.multipliedBy(5);
    }

    /// How often schedulers show each other that they live.
    public Duration checkIn() {
        return silentAfter.dividedBy(4);
    }

    /// How much later a scheduler may do so before it counts as dead.
    public Duration checkInTolerance() {
        return silentAfter.dividedBy(8).multipliedBy(5);
    }

    /// How often workers look for what others left behind.
    public Duration sweep() {
        return silentAfter.dividedBy(12).multipliedBy(5);
    }

    /// As SQL's `make_interval` takes it.
    public static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
