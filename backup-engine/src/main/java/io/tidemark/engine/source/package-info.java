/// Where the content of a disk comes from: qcow2 images and raw files, read under lock.
///
/// Start with [io.tidemark.engine.source.DiskSource]. Ranges of bytes stream through
/// [io.tidemark.engine.source.Ranges], so
/// that nothing here grows with the size of a disk. May depend on `qcow2-bitmaps` and on `mark`.
@NullMarked
package io.tidemark.engine.source;

import org.jspecify.annotations.NullMarked;
