package io.tidemark.repository.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// How new objects are locked.
///
/// @param period  from the moment they are stored
/// @param clock  tells that moment
/// @param prefixes  of the keys that are locked; others are not
public record LockRule(LockMode mode, Duration period, InstantSource clock, Set<String> prefixes) {

    public LockRule {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("A lock holds for some time, not for " + period);
        }
        prefixes = Set.copyOf(prefixes);
    }

    /// Whether an object is to be locked.
    public boolean covers(String key) {
        return prefixes.stream().anyMatch(key::startsWith);
    }
}
