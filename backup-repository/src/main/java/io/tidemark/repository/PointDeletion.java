package io.tidemark.repository;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PointIntactException;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.error.PointPinnedException;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Ends points by deleting their manifests. What they were made of stays until a collection finds that nobody
/// needs it.
final class PointDeletion {

    /// Which points go.
    enum Which {
        /// Those whose manifests can be read.
        INTACT,
        /// Those whose manifests cannot, so that nobody knows whose they are.
        DAMAGED
    }

    private final ObjectStore store;
    private final Manifests manifests;
    private final Pins pins;
    private final Which which;

    PointDeletion(ObjectStore store, Manifests manifests, Pins pins, Which which) {
        this.store = store;
        this.manifests = manifests;
        this.pins = pins;
        this.which = which;
    }

    /// All points are looked at before the first one is deleted.
    void delete(Collection<PointId> points) throws IOException {
        Set<PointId> once = new LinkedHashSet<>(points);
        for (PointId point : once) {
            requireDeletable(point);
        }
        for (PointId point : once) {
            store.delete(point.key());
        }
    }

    private void requireDeletable(PointId point) throws IOException {
        try {
            if (manifests.read(point).isEmpty()) {
                throw new PointMissingException("point " + point, store.location());
            }
            if (which == Which.DAMAGED) {
                throw new PointIntactException(point.toString());
            }
        } catch (ObjectCorruptException e) {
            if (which == Which.INTACT) {
                throw e;
            }
        }
        Optional<String> pin = pins.any(point);
        if (pin.isPresent()) {
            throw new PointPinnedException(point.toString(), pin.get());
        }
    }
}
