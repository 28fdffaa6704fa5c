package io.tidemark.repository;

/// What a [DiskWriter] was given so far.
///
/// @param holes  chunks put that are all zeros
/// @param unchanged  chunks put that the base has
/// @param knownChunks  chunks put that the repository has
/// @param newChunks  chunks that were stored
/// @param storedBytes  what they take, compressed
public record DiskStatistics(long holes, long unchanged, long knownChunks, long newChunks, long storedBytes) {}
