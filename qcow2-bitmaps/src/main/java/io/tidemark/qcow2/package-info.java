/// qcow2 images of QEMU: reading them, their bitmaps, writing new ones.
///
/// Start at [io.tidemark.qcow2.Qcow2Image] for existing images and at [io.tidemark.qcow2.Qcow2Writer] for new
/// ones. May depend on everything else in this library.
@NullMarked
package io.tidemark.qcow2;

import org.jspecify.annotations.NullMarked;
