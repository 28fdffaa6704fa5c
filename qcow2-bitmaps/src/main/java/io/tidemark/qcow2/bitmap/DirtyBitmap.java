package io.tidemark.qcow2.bitmap;

import org.jspecify.annotations.Nullable;

/// A persistent dirty bitmap as the directory lists it (qcow2 specification, "Bitmap directory").
///
/// @param name  its name; bytes that are no UTF-8 show as replacement characters, and no name given as text
///     means such a bitmap
/// @param granularity  guest bytes that one bit stands for, a power of two; 512 to 2^31 when it is usable
/// @param recording  whether QEMU notes writes in it (`auto`); one that does not may miss changes
/// @param inconsistent  whether its writer did not close the image (`in_use`): its bits mean nothing, it can
///     only be removed
/// @param unusable  why its bits cannot be used, `null` when they can
/// @param tableOffset  where its table starts in the file; every store of the bitmap moves it
/// @param tableEntries  number of 8-byte entries in the table
public record DirtyBitmap(
        String name,
        long granularity,
        boolean recording,
        boolean inconsistent,
        @Nullable String unusable,
        long tableOffset,
        long tableEntries) {
    /// Whether its bits can be read.
    public boolean usable() {
        return unusable == null;
    }
}
