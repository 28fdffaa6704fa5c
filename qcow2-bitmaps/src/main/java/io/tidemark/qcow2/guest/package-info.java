/// What a guest sees on the disk: where each byte of it is kept, and its content.
///
/// Start at [io.tidemark.qcow2.guest.BackingChain]: an image and everything below it, as one disk.
/// [io.tidemark.qcow2.guest.Extent] and [io.tidemark.qcow2.guest.ExtentCursor] are for callers of the
/// library, the rest is internal. Depends on reference
/// counts, formats, sources and failures.
@NullMarked
package io.tidemark.qcow2.guest;

import org.jspecify.annotations.NullMarked;
