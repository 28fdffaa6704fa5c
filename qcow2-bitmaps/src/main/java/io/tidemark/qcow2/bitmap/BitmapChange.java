package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.source.ByteRange;
import java.util.List;

/// One thing to change about the bitmaps of an image.
sealed interface BitmapChange {
    /// A new bitmap without a bit set.
    record Add(String name, long granularity, Recording recording) implements BitmapChange {}

    /// Drops a bitmap.
    record Remove(String name) implements BitmapChange {}

    /// Clears all bits.
    record Clear(String name) implements BitmapChange {}

    /// Gives another name.
    record Rename(String from, String to) implements BitmapChange {}

    /// Turns recording on or off.
    record SetRecording(String name, Recording recording) implements BitmapChange {}

    /// Sets the bits of some guest ranges.
    record Mark(String name, List<ByteRange> ranges) implements BitmapChange {
        public Mark {
            ranges = List.copyOf(ranges);
        }
    }

    /// Sets in one bitmap what is set in another.
    record Merge(String from, String to) implements BitmapChange {}
}
