package io.tidemark.repository.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Lets at most so many units pass in a second, whoever asks for them: each caller waits for those before it.
///
/// Time in which nobody asked is not saved up, so no burst is greater than what one caller takes at once.
final class Pace {

    private final double nanosPerUnit;
    private final Waiting waiting;
    private long nextFree;

    /// @param perSecond  above 0
    Pace(double perSecond, Waiting waiting) {
        this.nanosPerUnit = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.waiting = waiting;
        this.nextFree = waiting.nanoTime();
    }

    /// Waits until it is the caller's turn, and takes the time that the units need from those who come later.
    void take(long units) throws InterruptedException {
        long wait;
        synchronized (this) {
            long now = waiting.nanoTime();
            wait = Math.max(0, nextFree - now);
            nextFree = now + wait + Math.round(units * nanosPerUnit);
        }
        if (wait > 0) {
            waiting.pause(Duration.ofNanos(wait));
        }
    }
}
