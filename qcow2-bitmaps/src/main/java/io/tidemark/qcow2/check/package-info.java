/// Whether an image's metadata agree with each other.
///
/// Start at [io.tidemark.qcow2.check.ImageCheck], or at an image's own `check()`. Reads only. Depends on
/// bitmaps, reference counts, formats, sources and failures.
@NullMarked
package io.tidemark.qcow2.check;

import org.jspecify.annotations.NullMarked;
