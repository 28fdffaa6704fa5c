package io.tidemark.catalog;

import java.time.Instant;
import java.util.UUID;

/// Names a policy for good.
public record PolicyId(UUID id) {
    public static PolicyId next(Instant now) {
        return new PolicyId(TimeOrderedId.next(now));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
