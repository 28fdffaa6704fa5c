package io.tidemark.engine.source;

import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The cross-check of a mark: what the base holds as data, although the image says now that it is empty.
///
/// QEMU loses such a change when a disk is shrunk and grown again: the bit is clear, the content is gone. Only
/// ranges that the base holds as data and the mark calls clean are looked at, so that an empty disk costs
/// nothing however large it is.
public final class LostRanges implements Ranges {
    private final Ranges base;
    private final DiskSource source;
    private final int chunkSize;
    private Ranges lost = Ranges.none();

    /// @param base  the chunks that the base holds as data and the mark calls clean, none beyond the disk's end
    /// @param chunkSize  a chunk of which the image holds any part is not lost
    public LostRanges(Ranges base, DiskSource source, int chunkSize) {
        this.base = base;
        this.source = source;
        this.chunkSize = chunkSize;
    }

    @Override
    public @Nullable ByteRange next() throws IOException {
        while (true) {
            ByteRange found = lost.next();
            if (found != null) {
                return found;
            }
            ByteRange held = base.next();
            if (held == null) {
                return null;
            }
            Ranges data = source.data(held.start(), held.length());
            lost = Ranges.of(held.start(), held.length()).minus(data.alignedTo(chunkSize, source.virtualSize()));
        }
    }
}
