package io.tidemark.repository.map;

import io.tidemark.repository.error.RepositoryException;

/// A part of a map that cannot be read.
///
/// @param firstChunk  of the disk
/// @param chunkCount  chunks whose ids are lost, some of which may be holes; cut at the disk's end
/// @param cause  what is wrong, and where
public record DamagedNode(long firstChunk, long chunkCount, RepositoryException cause) {}
