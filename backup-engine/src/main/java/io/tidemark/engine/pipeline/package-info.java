/// The one way disk content takes into a repository: ranges, then reads, then chunks, then packs.
///
/// Start with [io.tidemark.engine.pipeline.ChunkPipeline]: a fixed set of threads that read pieces of a disk and
/// hand their chunks to the repository's writer. All memory is allocated once and bounded; whoever is too quick
/// waits.
@NullMarked
package io.tidemark.engine.pipeline;

import org.jspecify.annotations.NullMarked;
