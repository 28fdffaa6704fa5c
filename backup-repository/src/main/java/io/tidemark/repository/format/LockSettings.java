package io.tidemark.repository.format;

import io.tidemark.repository.store.LockMode;
import java.time.Duration;

/// How the objects of a repository are locked against deletion.
///
/// @param period  from when they are stored or their locks are extended, whole seconds, at most [#LONGEST]
public record LockSettings(LockMode mode, Duration period) {

    /// A century: a mistake in a unit must not fill a bucket for ever.
    public static final Duration LONGEST = Duration.ofDays(36_525);

    public LockSettings {
        if (period.toSeconds() < 1
                || !period.equals(Duration.ofSeconds(period.toSeconds()))
                || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A lock holds for 1 second to 36525 days, not for " + period);
        }
    }
}
