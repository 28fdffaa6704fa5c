/// Tests of whole images: against QEMU's own tools, and with faults, crashes and hostile bytes in memory.
@NullMarked
package io.tidemark.qcow2;

import org.jspecify.annotations.NullMarked;
