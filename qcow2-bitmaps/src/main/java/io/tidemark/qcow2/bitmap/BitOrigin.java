package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.source.ByteRange;
import java.util.List;

/// Where set bits of a bitmap to be stored come from.
///
/// What went through a coarser bitmap on its way fills whole granules of that one.
sealed interface BitOrigin {
    /// Granularity, as a power of two, of the coarsest bitmap it went through; 0 for none.
    int coarsestBits();

    /// The same on its way through a bitmap of some granularity.
    BitOrigin through(int granularityBits);

    /// All that are set in a bitmap as it is stored now.
    record Stored(BitmapDirectoryEntry entry, int coarsestBits) implements BitOrigin {
        @Override
        public BitOrigin through(int granularityBits) {
            return new Stored(entry, Math.max(coarsestBits, granularityBits));
        }
    }

    /// All that stand for a byte of these ranges, in any order.
    record Ranges(List<ByteRange> ranges, int coarsestBits) implements BitOrigin {
        public Ranges {
            ranges = List.copyOf(ranges);
        }

        @Override
        public BitOrigin through(int granularityBits) {
            return new Ranges(ranges, Math.max(coarsestBits, granularityBits));
        }
    }
}
