/// Reading a disk back: random reads, the ranges that hold data, and the streaming read behind restore and verify.
///
/// Start at [DiskContent]. Every chunk that is read is proved by its id; damage is named and limited
/// ([DamagedRange]). The streaming read is a pipeline of windows ([ReadPipeline]): a window is planned from the
/// map, its records are fetched in coalesced ranges, decoded on all cores, and delivered in order.
@NullMarked
package io.tidemark.repository.content;

import org.jspecify.annotations.NullMarked;
