package io.tidemark.repository.store;

import java.time.Duration;

/// A clock that goes on only by waiting, at once.
final class CountedWaiting implements Waiting {

    private long now;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public Duration jitter(Duration longest) {
        return longest;
    }

    @Override
    public synchronized void pause(Duration pause) {
        now += pause.toNanos();
    }

    /// All that was waited so far.
    synchronized double seconds() {
        return now / 1e9;
    }
}
