/// Positional reading and writing of image files, and who may do so at the same time.
///
/// Start at [io.tidemark.qcow2.source.ImageSource]; [io.tidemark.qcow2.source.FileImageSource] takes the
/// locks that QEMU takes, [io.tidemark.qcow2.source.MemoryImageSource] serves tests and tools. Knows nothing
/// of the qcow2 format. Depends on the failures only.
@NullMarked
package io.tidemark.qcow2.source;

import org.jspecify.annotations.NullMarked;
