package io.tidemark.repository.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Time as retries and caps see it, so that a test need not wait.
interface Waiting {

    Waiting REAL = new Waiting() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Duration jitter(Duration longest) {
            return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos() / 2, longest.toNanos()));
        }

        @Override
        public void pause(Duration pause) throws InterruptedException {
            Thread.sleep(pause);
        }
    };

    long nanoTime();

    /// A random time between a half and all of the longest one, so that many workers do not come back at once.
    Duration jitter(Duration longest);

    void pause(Duration pause) throws InterruptedException;
}
