/// The index: which records the repository has, and where.
///
/// Start at [ChunkIndex]. In the bucket the index is a set of immutable segments ([IndexSegment]); on disk it
/// is a cache of them ([CacheFile]), mapped into memory, merged when there are many, and never trusted
/// without its checksum. Both hold the same sorted table ([IndexTable]). No entry is kept on the heap but
/// those of packs that are younger than the last segment ([PendingEntries]).
@NullMarked
package io.tidemark.repository.index;

import org.jspecify.annotations.NullMarked;
