package io.tidemark.repository.content;

/// How a disk is read as a whole.
///
/// @param bytesInFlight  memory for what is fetched and decoded but not yet delivered, off the heap; at least
///     1 MiB, and 32 chunks are taken if that is more
/// @param readers  requests to the store at the same time, 1 to 64
/// @param keepGoing  whether damage is told and passed over, or ends the read
public record ReadOptions(long bytesInFlight, int readers, boolean keepGoing) {

    public ReadOptions {
        if (bytesInFlight < 1 << 20 || readers < 1 || readers > 64) {
            throw new IllegalArgumentException("At least 1 MiB is in flight and 1 to 64 requests, not " + bytesInFlight
                    + " bytes and " + readers + " requests");
        }
    }

    /// 64 MiB in flight, 4 requests, stop at damage.
    public static ReadOptions standard() {
        return new ReadOptions(64L << 20, 4, false);
    }

    public ReadOptions keepingGoing() {
        return new ReadOptions(bytesInFlight, readers, true);
    }
}
