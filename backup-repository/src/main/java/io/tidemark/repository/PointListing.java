package io.tidemark.repository;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The points of a repository.
///
/// @param intact  newest last
/// @param damaged  manifests that cannot be read; they do not hide the others
/// @param voids  manifests of points that do not exist: their writers were told so, or died before they could
///     be
/// @param unsettled  intact points that may turn out to be void: a collection is under way, or has died, that
///     may have begun before they were stored. Its verdict tells
public record PointListing(
        List<Point> intact, List<DamagedManifest> damaged, List<VoidManifest> voids, Set<PointId> unsettled) {

    /// A manifest that cannot be read.
    ///
    /// @param key  the object
    /// @param cause  what is wrong with it
    public record DamagedManifest(String key, RepositoryException cause) {

        /// The point whose manifest it is; nothing if the object is one that somebody else has put there.
        public Optional<PointId> point() {
            try {
                return Optional.of(PointId.ofKey(key));
            } catch (IllegalArgumentException stranger) {
                return Optional.empty();
            }
        }
    }

    /// A manifest that was stored too late: a collection had begun, and its verdict does not admit the point,
    /// so what the point needs may be deleted. The next collection deletes the manifest.
    ///
    /// @param id  of the point that was not committed
    /// @param verdict  the epoch of that collection
    public record VoidManifest(PointId id, Epoch verdict) {}

    public PointListing {
        intact = List.copyOf(intact);
        damaged = List.copyOf(damaged);
        voids = List.copyOf(voids);
        unsettled = Set.copyOf(unsettled);
    }
}
