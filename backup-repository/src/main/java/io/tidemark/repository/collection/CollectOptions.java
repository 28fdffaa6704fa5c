package io.tidemark.repository.collection;

import java.time.Duration;

/// How a collection is run. Nothing here is needed for safety: any value is as safe as any other.
///
/// @param grace  packs are deleted when they were condemned this long ago, by the store's dates: backups that run
///     meanwhile then need not be told
/// @param keepUnreferenced  packs younger than this are not condemned: a backup that still runs stored them
/// @param liveRatio  packs of which a smaller part is needed are rewritten: 0 (none) to 1 (all that hold anything dead)
/// @param rewriteBytes  how much is rewritten at most
public record CollectOptions(Duration grace, Duration keepUnreferenced, double liveRatio, long rewriteBytes) {

    public CollectOptions {
        if (grace.isNegative() || keepUnreferenced.isNegative()) {
            throw new IllegalArgumentException("A time to wait is not negative: " + grace + ", " + keepUnreferenced);
        }
        if (!(liveRatio >= 0 && liveRatio <= 1) || rewriteBytes < 0) {
            throw new IllegalArgumentException(
                    "A ratio is from 0 to 1 and a budget not negative: " + liveRatio + ", " + rewriteBytes);
        }
    }

    /// A day of grace, and a day for what nothing refers to; packs less than half full of what is needed are
    /// rewritten, at most 4 GiB in one run.
    public static CollectOptions standard() {
        return new CollectOptions(Duration.ofDays(1), Duration.ofDays(1), 0.5, 4L << 30);
    }

    public CollectOptions withGrace(Duration time) {
        return new CollectOptions(time, keepUnreferenced, liveRatio, rewriteBytes);
    }

    public CollectOptions withKeepUnreferenced(Duration time) {
        return new CollectOptions(grace, time, liveRatio, rewriteBytes);
    }

    public CollectOptions withLiveRatio(double ratio) {
        return new CollectOptions(grace, keepUnreferenced, ratio, rewriteBytes);
    }

    public CollectOptions withRewriteBytes(long bytes) {
        return new CollectOptions(grace, keepUnreferenced, liveRatio, bytes);
    }
}
