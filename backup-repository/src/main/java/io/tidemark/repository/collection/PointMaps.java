package io.tidemark.repository.collection;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;

/// Gives the map of a point's disk.
public interface PointMaps {

    /// The disk's map; nothing of it is read yet.
    ///
    /// @throws ObjectCorruptException if the point's manifest contradicts itself
    MapReader of(Point point, PointDisk disk) throws ObjectCorruptException;
}
