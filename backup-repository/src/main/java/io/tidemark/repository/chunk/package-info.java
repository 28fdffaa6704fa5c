/// Chunks: how guest bytes become an id and a stored record, and how a record becomes guest bytes again.
///
/// Start at [ChunkId]. [ChunkEncoder] hashes and compresses, [ChunkDecoder] decompresses and proves that what came
/// back is what was stored; both are pooled by those who use them, because they hold compression state. Nothing
/// here knows where a record is kept.
@NullMarked
package io.tidemark.repository.chunk;

import org.jspecify.annotations.NullMarked;
