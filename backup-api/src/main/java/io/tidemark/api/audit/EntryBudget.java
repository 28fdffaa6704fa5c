package io.tidemark.api.audit;

import java.time.Duration;

/// Bounds how many entries strangers can cause: sixty at once, then one in a second. What is over is
/// counted, and the next entry says how many there were.
final class EntryBudget {
    static final int BURST = 60;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private long left = BURST;
    private long filledAt = System.nanoTime();
    private long leftOut;

    /// Takes the right to one entry.
    ///
    /// @return how many were left out since the last one, or -1 when this one is left out too
    synchronized long take() {
        long intervals = (System.nanoTime() - filledAt) / INTERVAL.toNanos();
        left = Math.min(BURST, left + intervals);
        filledAt += intervals * INTERVAL.toNanos();
        if (left == 0) {
            leftOut++;
            return -1;
        }
        left--;
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
