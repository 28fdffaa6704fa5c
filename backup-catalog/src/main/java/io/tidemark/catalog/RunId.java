package io.tidemark.catalog;

import java.time.Instant;
import java.util.UUID;

/// Names a run for good.
public record RunId(UUID id) {
    public static RunId next(Instant now) {
        return new RunId(TimeOrderedId.next(now));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
