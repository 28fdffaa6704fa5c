package io.tidemark.qcow2.guest;

/// What one image, without those below it, holds from a guest offset on.
sealed interface Mapping {
    /// How many guest bytes it goes for.
    long length();

    /// Plain bytes at a host offset.
    record Data(long length, long hostOffset) implements Mapping {}

    /// Part of one compressed cluster.
    ///
    /// @param within  guest offset inside the cluster
    /// @param hostOffset  where the compressed bytes start
    /// @param hostLength  how many bytes may belong to them
    record Compressed(long length, int within, long hostOffset, int hostLength) implements Mapping {}

    /// Zeros, with clusters set aside or [Extent#NO_OFFSET].
    record Zero(long length, long hostOffset) implements Mapping {}

    /// Whatever is below, with clusters set aside or [Extent#NO_OFFSET].
    record Unallocated(long length, long hostOffset) implements Mapping {}
}
