package io.tidemark.catalog;

import java.time.Instant;
import java.util.UUID;

/// Names a machine for good.
public record MachineId(UUID id) {
    public static MachineId next(Instant now) {
        return new MachineId(TimeOrderedId.next(now));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
