package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bits that several origins set together, piece by piece in ascending order, in constant memory.
///
/// Origins of another granularity set every bit whose granule they touch: a composed bitmap covers at least
/// the bytes that its origins cover.
final class BitComposer {
    /// Most origins of one bitmap.
    static final int MOST_ORIGINS = 1024;

    private static final int MOST_WINDOW = 128 << 10;
    /// What all origins together have in memory of their bits; half as much again of their tables.
    private static final int ORIGINS_BYTES = 8 << 20;

    private final int granularityBits;
    private final long virtualSize;
    private final int windowBytes;
    private @Nullable BitWindow window;
    private final long bitsPerWindow;
    private final List<Feed> feeds = new ArrayList<>();

    /// @param target  granularity of the bits wanted
    /// @param windowBytes  bytes of one piece, a multiple of 8
    BitComposer(
            ImageSource source, Header header, BitmapDirectoryEntry target, List<BitOrigin> origins, int windowBytes)
            throws IOException {
        this.granularityBits = target.granularityBits();
        this.virtualSize = header.virtualSize();
        this.windowBytes = windowBytes;
        this.bitsPerWindow = windowBytes * 8L;
        for (BitOrigin origin : origins) {
            feeds.add(new Feed(cursor(source, header, origin, origins.size()), origin.coarsestBits()));
        }
    }

    /// The next piece that has a bit set, by its number; -1 when there is none.
    long next() throws IOException {
        long bit = Long.MAX_VALUE;
        for (Feed feed : feeds) {
            bit = Math.min(bit, feed.firstBit());
        }
        if (bit == Long.MAX_VALUE) {
            return -1;
        }
        long number = bit / bitsPerWindow;
        if (window == null) {
            window = new BitWindow(windowBytes);
        }
        window.startAt(number * bitsPerWindow);
        for (Feed feed : feeds) {
            feed.pour(window);
        }
        return number;
    }

    /// The bits of the piece that was asked for last.
    BitWindow window() {
        return Objects.requireNonNull(window);
    }

    /// @param among  how many there are to share the memory
    private static RangeCursor cursor(ImageSource source, Header header, BitOrigin origin, int among)
            throws IOException {
        return switch (origin) {
            case BitOrigin.Stored stored -> {
                int window = Math.min(MOST_WINDOW, Integer.highestOneBit(ORIGINS_BYTES / among));
                yield new BitCursor(
                        new BitmapTable(source, header, stored.entry(), window),
                        header.virtualSize(),
                        stored.entry().granularityBits(),
                        window);
            }
            case BitOrigin.Ranges marked -> {
                Iterator<ByteRange> sorted = marked.ranges().stream()
                        .sorted(Comparator.comparingLong(ByteRange::start))
                        .iterator();
                yield () -> sorted.hasNext() ? sorted.next() : null;
            }
        };
    }

    /// The bits of one origin, a run at a time, from the first that is not poured out.
    private final class Feed {
        private final RangeCursor ranges;
        private final long coarsest;
        /// The run that is being poured out, `Long.MAX_VALUE` after the last.
        private long from;
        private long to;

        Feed(RangeCursor ranges, int coarsestBits) throws IOException {
            this.ranges = ranges;
            this.coarsest = 1L << coarsestBits;
            advance();
        }

        long firstBit() {
            return from;
        }

        void pour(BitWindow window) throws IOException {
            while (from < window.end()) {
                window.set(from, to);
                if (to > window.end()) {
                    from = window.end();
                } else {
                    advance();
                }
            }
        }

        private void advance() throws IOException {
            ByteRange range = ranges.next();
            if (range == null) {
                from = Long.MAX_VALUE;
                return;
            }
            long start = range.start() & -coarsest;
            long end = Math.min(virtualSize, (range.end() + coarsest - 1) & -coarsest);
            from = Math.max(to, start >>> granularityBits);
            to = Math.max(to, ((end - 1) >>> granularityBits) + 1);
        }
    }
}
