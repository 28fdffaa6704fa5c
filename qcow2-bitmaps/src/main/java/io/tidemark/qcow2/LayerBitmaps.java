package io.tidemark.qcow2;

import io.tidemark.qcow2.bitmap.BitmapSet;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.guest.BackingChain;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bitmaps of one image of a chain, and what they say about the disk that the chain makes.
///
/// Bitmaps belong to one file: after an external snapshot the overlay has none, and what changed is what it
/// holds together with the bits in its backing file. Lives as long as the image it is from, until that one's
/// bitmaps are changed.
public final class LayerBitmaps {
    private final BackingChain disk;
    private final int depth;
    private final @Nullable BitmapSet set;

    LayerBitmaps(BackingChain disk, int depth, @Nullable BitmapSet set) {
        this.disk = disk;
        this.depth = depth;
        this.set = set;
    }

    /// Which image: 0 is the one that was opened, 1 its backing file, and so on.
    public int depth() {
        return depth;
    }

    /// The bitmaps in the order of the directory; a raw image has none.
    public List<DirtyBitmap> bitmaps() throws IOException {
        return set == null ? List.of() : set.bitmaps();
    }

    /// Whether the image says that its bitmaps agree with its content, see [Qcow2Image#bitmapsValid()].
    public boolean valid() {
        return set == null || !set.invalidated();
    }

    /// The ranges of the disk that may have changed since a bitmap was last empty, in guest bytes.
    ///
    /// With a bitmap of the top image these are its dirty ranges. With one of an image below they are its
    /// dirty ranges, and all that the images above hold, zeros included, and what lies beyond the end of an
    /// image in between, where nothing of those below shows any more. A snapshot that another tool made
    /// therefore does not cost a full read.
    ///
    /// It rests on two things that are for the caller, who knows how the disk was: the images below the
    /// bitmap's own are the same as then, and what the disk has grown by since then counts as changed.
    ///
    /// @param bitmap  as listed here; one that records
    /// @throws io.tidemark.qcow2.failure.BitmapException  when it does not record, is not usable, or not
    ///     there any more
    /// @throws IllegalArgumentException  when the image is raw
    public RangeCursor changedSince(DirtyBitmap bitmap) throws IOException {
        if (set == null) {
            throw new IllegalArgumentException("a raw image has no bitmap \"%s\"".formatted(bitmap.name()));
        }
        RangeCursor dirty = set.recordedRanges(bitmap);
        if (depth == 0) {
            return dirty;
        }
        long common = Long.MAX_VALUE;
        for (int i = 1; i <= depth; i++) {
            common = Math.min(common, disk.size(i));
        }
        return new ChangedRanges(dirty, disk.extents(0, disk.size()), depth, common, disk.size());
    }
}
