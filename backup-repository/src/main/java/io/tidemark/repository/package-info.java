/// The repository: everything that is needed to restore a machine, in one bucket or directory.
///
/// Start at [Repository]: it lists points, gives the content of their disks
/// ([DiskContent][io.tidemark.repository.content.DiskContent]) and begins new points ([PointWriter], [DiskWriter]).
/// Nothing here knows where guest bytes come from or go to, nor anything of SQL or Spring. The byte-level truth is
/// `docs/repository-format.md`.
@NullMarked
package io.tidemark.repository;

import org.jspecify.annotations.NullMarked;
