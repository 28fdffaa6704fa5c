package io.tidemark.repository.store;

import java.time.Duration;

/// How much one process may ask of a store. Each direction has the whole of the bytes.
///
/// @param requestsPerSecond  0 for no limit; attempts that are repeated count
/// @param bytesPerSecond  of content, up and down each; 0 for no limit, else at least 65,536, below which servers
///     lose their patience
public record StoreLimits(double requestsPerSecond, long bytesPerSecond) {

    public static final StoreLimits NONE = new StoreLimits(0, 0);

    /// The least that a limit of bytes may be.
    public static final long MIN_BYTES_PER_SECOND = 1 << 16;

    public StoreLimits {
        if (!(requestsPerSecond >= 0) || Double.isInfinite(requestsPerSecond)) {
            throw new IllegalArgumentException(
                    "requests per second must be 0 (no limit) or more, not " + requestsPerSecond);
        }
        if (bytesPerSecond != 0 && bytesPerSecond < MIN_BYTES_PER_SECOND) {
            throw new IllegalArgumentException("bytes per second must be 0 (no limit) or at least "
                    + MIN_BYTES_PER_SECOND + ", not " + bytesPerSecond);
        }
    }

    /// What keeps to both.
    StoreLimits tighter(StoreLimits other) {
        return new StoreLimits(
                requestsPerSecond == 0 || other.requestsPerSecond == 0
                        ? Math.max(requestsPerSecond, other.requestsPerSecond)
                        : Math.min(requestsPerSecond, other.requestsPerSecond),
                bytesPerSecond == 0 || other.bytesPerSecond == 0
                        ? Math.max(bytesPerSecond, other.bytesPerSecond)
                        : Math.min(bytesPerSecond, other.bytesPerSecond));
    }

    /// How much longer than otherwise a transfer may take, because of these limits.
    Duration delayOf(long bytes) {
        return bytesPerSecond == 0 ? Duration.ZERO : Duration.ofSeconds(Math.ceilDiv(bytes, bytesPerSecond));
    }
}
