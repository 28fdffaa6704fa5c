/// The map: the immutable hash tree from chunk number to chunk id that describes the whole content of one disk.
///
/// Start at [MapRoot] and [MapShape], which say what tree a disk has. [MapPages] reads pages in bulk,
/// [MapReader] finds ids in a tree, [ChangeLog] collects what a backup changes in any order and with bounded
/// memory, and [MapUpdate] makes the new tree, touching only the paths to what changed.
@NullMarked
package io.tidemark.repository.map;

import org.jspecify.annotations.NullMarked;
