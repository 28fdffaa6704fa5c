/// Packs: objects that hold many records, back to back, and say at their end which ones and where.
///
/// Start at [PackWriter], which fills packs from many threads and uploads them with a fixed amount of memory, and at
/// [PackReader], which reads records in coalesced ranges and pack footers. Chunks and map pages have packs of their
/// own ([RecordKind]), because they are read at different times.
@NullMarked
package io.tidemark.repository.pack;

import org.jspecify.annotations.NullMarked;
