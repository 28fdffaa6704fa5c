package io.tidemark.catalog.pool;

import java.time.Instant;

/// An image file as a worker sees it.
///
/// @param path  absolute, as the pool's workers name it
/// @param bytes  length of the file, not of the disk in it: nobody looks into images for a list
public record SeenImage(String path, long bytes, Instant modifiedAt) {}
