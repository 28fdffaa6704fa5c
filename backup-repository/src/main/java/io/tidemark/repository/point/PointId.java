package io.tidemark.repository.point;

import io.tidemark.repository.format.CanonicalUuid;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Names a recovery point. Ids are of UUID version 7, so that ids of later points come later.
public record PointId(UUID id) implements Comparable<PointId> {

    /// All manifests lie under this.
    public static final String PREFIX = "points/";

    /// A new id.
    ///
    /// @param clock  gives the first 48 bits: milliseconds since 1970
    /// @param random  gives 74 bits, so that no two workers choose the same
    public static PointId next(Clock clock, RandomGenerator random) {
        long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new PointId(new UUID(high, low));
    }

    /// The id that a text stands for.
    ///
    /// @param text  a UUID in its canonical form
    /// @throws IllegalArgumentException if it is not
    public static PointId parse(String text) {
        return new PointId(CanonicalUuid.parse(text));
    }

    /// When it was chosen, by the clock of whoever chose it, to the millisecond.
    public Instant time() {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /// The manifest's key in the store.
    public String key() {
        return PREFIX + id;
    }

    /// The point with a key, or an [IllegalArgumentException] if no point has it.
    public static PointId ofKey(String key) {
        return parse(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "");
    }

    /// Earlier points first.
    @Override
    public int compareTo(PointId other) {
        int order = Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
        return order != 0
                ? order
                : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
