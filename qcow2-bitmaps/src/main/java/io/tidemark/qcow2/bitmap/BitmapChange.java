package io.tidemark.qcow2.bitmap;

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
}
