/// Marks: the persistent bitmaps Tidemark owns in an image, and when one may be trusted.
///
/// Start with [io.tidemark.engine.mark.MarkRules], the decision about what a disk's marks are worth, which is a
/// pure function of facts, and with [io.tidemark.engine.mark.MarkName]. Nothing here reads or writes an image:
/// what is decided here is carried out by the use cases through `source`.
@NullMarked
package io.tidemark.engine.mark;

import org.jspecify.annotations.NullMarked;
