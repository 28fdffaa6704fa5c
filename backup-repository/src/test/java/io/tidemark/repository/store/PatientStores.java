package io.tidemark.repository.store;

import java.time.Duration;

/// Stores that try again as real ones do, without waiting.
public final class PatientStores {

    private PatientStores() {}

    public static ObjectStore of(ObjectStore store, int attempts) {
        return new RetryingObjectStore(store, attempts, Duration.ofHours(1), new Waiting() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public Duration jitter(Duration longest) {
                return Duration.ZERO;
            }

            @Override
            public void pause(Duration pause) {}
        });
    }
}
