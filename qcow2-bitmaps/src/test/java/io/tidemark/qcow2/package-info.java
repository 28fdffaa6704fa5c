/// Tests of whole images: against QEMU's own tools, and with faults, crashes and hostile bytes in memory.
///
/// What QEMU's reviewers asked of persistent bitmaps is held by these:
///
/// | concern | test |
/// | --- | --- |
/// | disk sizes around a step of the table, the same table for many sizes | `BitmapSizesTest` |
/// | clusters, granules and disks of any size with each other | `BitmapSizesTest`, `BitmapsAgainstQemuTest` |
/// | granules at borders of clusters, words and bytes, cut by the end of the disk | `BitmapSizesTest`,
/// `DirtyRangesTest` |
/// | a table too short or too long, in use or not | `BitmapStatesTest`, `HostileImageTest` |
/// | entries of ones and of zeros, stray bits at the end | `BitmapSizesTest`, `DirtyRangesTest` |
/// | resized disks, internal snapshots | `BitmapSizesTest`; of a change lost by shrinking: the backup
/// engine's |
/// | 512 MiB of bits, 65535 bitmaps, large directories and tables | `BitmapSizesTest`, `BitmapLimitsTest` |
/// `BitmapTest` |
/// | names of any bytes | `BitmapStatesTest`, `BitmapTest` |
/// | each damage named, nothing written, QEMU of the same mind | `HostileImageTest`,
/// `DamagedBitmapsAgainstQemuTest` |
/// | autoclear bits clear, unknown, raw external data | `BitmapStatesTest`, `BitmapTest` |
/// | unknown header fields, extensions and extra data kept | `BitmapTest` |
/// | a crash at any write, torn and reordered; any failure | `CrashTest`, `FaultTest` |
/// | others left alone when one changes | `BitmapStatesTest`, `CrashTest` |
@NullMarked
package io.tidemark.qcow2;

import org.jspecify.annotations.NullMarked;
