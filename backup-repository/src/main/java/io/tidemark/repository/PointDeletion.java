package io.tidemark.repository;

import io.tidemark.repository.error.ObjectCorruptException;
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

    /// What to do about a manifest that cannot be read, so that nobody knows whose it is.
    enum Damaged {
        REFUSE,
        DELETE
    }

    private final ObjectStore store;
    private final Manifests manifests;
    private final Pins pins;
    private final Damaged damaged;

    PointDeletion(ObjectStore store, Manifests manifests, Pins pins, Damaged damaged) {
        this.store = store;
        this.manifests = manifests;
        this.pins = pins;
        this.damaged = damaged;
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
        } catch (ObjectCorruptException e) {
            if (damaged == Damaged.REFUSE) {
                throw e;
            }
        }
        Optional<String> pin = pins.any(point);
        if (pin.isPresent()) {
            throw new PointPinnedException(point.toString(), pin.get());
        }
    }
}
