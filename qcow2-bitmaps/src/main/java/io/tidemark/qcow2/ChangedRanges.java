package io.tidemark.qcow2;

import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a disk's content may differ in since a bitmap of an image of its chain was last empty: the bits of
/// that bitmap, everything that images above it hold, and what lies beyond the end of any of them.
final class ChangedRanges implements RangeCursor {
    private final List<Ahead> parts;

    /// @param dirty  the bits of the bitmap
    /// @param extents  the whole disk's
    /// @param depth  which image of the chain has the bitmap
    /// @param common  bytes of the shortest image from the top one's backing file down to that one: beyond
    ///     them nothing of that image shows through
    /// @param size  bytes of the disk
    ChangedRanges(RangeCursor dirty, ExtentCursor extents, int depth, long common, long size) throws IOException {
        this.parts = List.of(
                new Ahead(cut(dirty, Math.min(common, size))),
                new Ahead(heldAbove(extents, depth)),
                new Ahead(tail(Math.min(common, size), size)));
    }

    /// The next range, joined from all parts.
    @Override
    public @Nullable ByteRange next() throws IOException {
        Ahead first = first();
        if (first.range == null) {
            return null;
        }
        long start = first.range.start();
        long end = start;
        for (Ahead part = first; part.range != null && part.range.start() <= end; part = first()) {
            end = Math.max(end, part.range.end());
            part.advance();
        }
        return new ByteRange(start, end - start);
    }

    private Ahead first() {
        Ahead first = parts.getFirst();
        for (Ahead part : parts) {
            if (part.start() < first.start()) {
                first = part;
            }
        }
        return first;
    }

    private static RangeCursor cut(RangeCursor ranges, long limit) {
        return () -> {
            ByteRange range = ranges.next();
            return range == null || range.start() >= limit
                    ? null
                    : new ByteRange(range.start(), Math.min(range.end(), limit) - range.start());
        };
    }

    /// Clusters that read as zeros are held, too.
    private static RangeCursor heldAbove(ExtentCursor extents, int depth) {
        return () -> {
            for (Extent extent = extents.next(); extent != null; extent = extents.next()) {
                if (extent.depth() < depth && !(extent instanceof Extent.Unallocated)) {
                    return new ByteRange(extent.start(), extent.length());
                }
            }
            return null;
        };
    }

    private static RangeCursor tail(long start, long end) {
        Iterator<ByteRange> one =
                (start < end ? List.of(new ByteRange(start, end - start)) : List.<ByteRange>of()).iterator();
        return () -> one.hasNext() ? one.next() : null;
    }

    /// One part, with its next range at hand.
    private static final class Ahead {
        private final RangeCursor ranges;
        private @Nullable ByteRange range;

        Ahead(RangeCursor ranges) throws IOException {
            this.ranges = ranges;
            advance();
        }

        long start() {
            return range == null ? Long.MAX_VALUE : range.start();
        }

        void advance() throws IOException {
            range = ranges.next();
        }
    }
}
