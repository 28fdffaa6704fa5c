package io.tidemark.repository;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.Point;
import java.util.List;

/// The points of a repository.
///
/// @param intact  newest last
/// @param damaged  manifests that cannot be read; they do not hide the others
public record PointListing(List<Point> intact, List<DamagedManifest> damaged) {

    /// A manifest that cannot be read.
    ///
    /// @param key  the object
    /// @param cause  what is wrong with it
    public record DamagedManifest(String key, RepositoryException cause) {}

    public PointListing {
        intact = List.copyOf(intact);
        damaged = List.copyOf(damaged);
    }
}
