/// Recovery points: what a committed instant of a machine consists of, and how that is written down.
///
/// Start at [Point]. [PointManifest] is the object whose existence makes a point exist; [DiskDescription] is
/// what a backup adds to what the repository knows itself.
@NullMarked
package io.tidemark.repository.point;

import org.jspecify.annotations.NullMarked;
