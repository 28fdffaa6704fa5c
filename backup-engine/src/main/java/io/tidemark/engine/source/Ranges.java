package io.tidemark.engine.source;

import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream of byte ranges: ascending, none empty, no two overlapping or touching unless the source says
/// otherwise.
///
/// Used by one thread; holds a constant amount of memory however long it is.
@FunctionalInterface
public interface Ranges {
    /// The next range, or null at the end (and from then on).
    @Nullable
    ByteRange next() throws IOException;

    /// No range at all.
    static Ranges none() {
        return () -> null;
    }

    /// One range, or none when the length is 0.
    static Ranges of(long start, long length) {
        return length == 0 ? none() : of(List.of(new ByteRange(start, length)));
    }

    /// The ranges of a list, which must be ascending.
    static Ranges of(List<ByteRange> ranges) {
        Iterator<ByteRange> iterator = List.copyOf(ranges).iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }

    /// What any of the streams covers, merged.
    static Ranges union(Ranges... parts) {
        return new UnionOfRanges(List.of(parts));
    }

    /// These ranges grown to whole blocks of `unit` bytes, cut off at `limit`, merged.
    default Ranges alignedTo(int unit, long limit) {
        Ranges self = this;
        Ranges grown = () -> {
            ByteRange range = self.next();
            if (range == null || range.start() >= limit) {
                return null;
            }
            long start = range.start() - range.start() % unit;
            long end = Math.min(limit, Math.ceilDiv(range.end(), (long) unit) * unit);
            return new ByteRange(start, end - start);
        };
        return union(grown);
    }

    /// What these ranges cover and the others, which must be merged, do not.
    default Ranges minus(Ranges others) {
        return new DifferenceOfRanges(this, others);
    }
}
