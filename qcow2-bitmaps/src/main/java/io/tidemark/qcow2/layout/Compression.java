package io.tidemark.qcow2.layout;

/// How the clusters of a new image are stored (qcow2 specification, "Compressed Clusters Descriptor" and the
/// header's compression type).
public enum Compression {
    /// As they are.
    NONE,
    /// Deflate, which every QEMU reads.
    ZLIB,
    /// Zstandard, which QEMU reads since 5.1: twice as fast to read, and as small.
    ZSTD
}
