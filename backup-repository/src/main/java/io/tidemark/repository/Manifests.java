package io.tidemark.repository;

import io.tidemark.repository.PointListing.DamagedManifest;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Reads point manifests.
final class Manifests {

    private static final int READ_AT_ONCE = 8;

    private final ObjectStore store;
    private final RepositoryId repository;

    Manifests(ObjectStore store, RepositoryId repository) {
        this.store = store;
        this.repository = repository;
    }

    PointListing list() throws IOException {
        List<String> keys = new ArrayList<>();
        store.list(PointId.PREFIX, object -> keys.add(object.key()));
        ConcurrentLinkedQueue<Point> intact = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<DamagedManifest> damaged = new ConcurrentLinkedQueue<>();
        ParallelReads.forEach(keys, READ_AT_ONCE, key -> {
            try {
                read(idOf(key)).map(PointManifest::point).ifPresent(intact::add);
            } catch (RepositoryException e) {
                damaged.add(new DamagedManifest(key, e));
            }
        });
        return new PointListing(
                intact.stream()
                        .sorted(Comparator.comparing(Point::createdAt).thenComparing(Point::id))
                        .toList(),
                damaged.stream()
                        .sorted(Comparator.comparing(DamagedManifest::key))
                        .toList());
    }

    private static PointId idOf(String key) throws ObjectCorruptException {
        try {
            return PointId.ofKey(key);
        } catch (IllegalArgumentException e) {
            throw new ObjectCorruptException(key, 0, "a manifest named by its point's id", "another name", e);
        }
    }

    /// A manifest, or nothing if there is no such point, or no more.
    Optional<PointManifest> read(PointId id) throws IOException {
        try {
            return Optional.of(PointManifest.parse(repository, id, store.get(id.key())));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        } catch (ObjectTooLargeException e) {
            throw new ObjectCorruptException(id.key(), 0, "a point manifest", "an object too large to be one", e);
        }
    }
}
