package io.tidemark.repository.index;

import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.format.Repeatable;
import java.util.Optional;
import java.util.UUID;

/// Names an index segment: 122 random bits, never used again.
public record SegmentId(UUID id) implements Comparable<SegmentId> {

    /// All segments lie under this.
    public static final String PREFIX = "index/";

    public static SegmentId random() {
        return new SegmentId(Repeatable.randomId());
    }

    /// The object's key in the store.
    public String key() {
        return PREFIX + id;
    }

    /// The segment with a key, or an [IllegalArgumentException] if no segment has it.
    public static SegmentId ofKey(String key) {
        return new SegmentId(CanonicalUuid.parse(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : ""));
    }

    /// The segment with a key, if a segment can have it.
    public static Optional<SegmentId> ofNamed(String key) {
        try {
            return Optional.of(ofKey(key));
        } catch (IllegalArgumentException notASegment) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(SegmentId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
