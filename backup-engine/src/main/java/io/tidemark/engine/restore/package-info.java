/// Where a restored disk is written: new files, complete and durable or not there at all.
///
/// Start with [io.tidemark.engine.restore.PartialFile], which holds the name, and
/// [io.tidemark.engine.restore.RestoreTarget], which takes the content. Nothing here overwrites a file. May
/// depend on `qcow2-bitmaps`.
@NullMarked
package io.tidemark.engine.restore;

import org.jspecify.annotations.NullMarked;
