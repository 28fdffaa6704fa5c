package io.tidemark.repository;

import io.tidemark.repository.PointListing.DamagedManifest;
import io.tidemark.repository.PointListing.VoidManifest;
import io.tidemark.repository.collection.CollectionLog;
import io.tidemark.repository.collection.CollectionState;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Reads point manifests.
final class Manifests {

    private static final int READ_AT_ONCE = 8;

    private final ObjectStore store;
    private final Sealing sealing;
    private final CollectionLog collections;

    Manifests(ObjectStore store, Sealing sealing, CollectionLog collections) {
        this.store = store;
        this.sealing = sealing;
        this.collections = collections;
    }

    /// All points. Void ones are told by state of collections that is read after the points were listed, so
    /// that whatever is left out of a collection's verdict is known to be so before its packs are deleted.
    PointListing list() throws IOException {
        List<PointManifest> intact = new ArrayList<>();
        List<DamagedManifest> damaged = new ArrayList<>();
        readAll(intact, damaged);
        CollectionState collected = CollectionState.NONE;
        boolean known = true;
        try {
            collected = collections.state();
        } catch (ObjectCorruptException e) {
            known = false;
            damaged.add(new DamagedManifest(e.key(), e));
        }
        List<Point> existing = new ArrayList<>();
        List<VoidManifest> voids = new ArrayList<>();
        Set<PointId> unsettled = new HashSet<>();
        for (PointManifest each : intact) {
            PointId id = each.point().id();
            Optional<Epoch> by = collected.voidBy(id, each.epoch());
            by.ifPresentOrElse(epoch -> voids.add(new VoidManifest(id, epoch)), () -> existing.add(each.point()));
            if (by.isEmpty() && !(known && collected.isSettled(id, each.epoch()))) {
                unsettled.add(id);
            }
        }
        existing.sort(Comparator.comparing(Point::createdAt).thenComparing(Point::id));
        damaged.sort(Comparator.comparing(DamagedManifest::key));
        voids.sort(Comparator.comparing(VoidManifest::id));
        return new PointListing(existing, damaged, voids, unsettled);
    }

    /// The points that manifests are named for, whatever is in them.
    Set<PointId> named() throws IOException {
        Set<PointId> points = new HashSet<>();
        store.list(PointId.PREFIX, object -> {
            try {
                points.add(PointId.ofKey(object.key()));
            } catch (IllegalArgumentException stranger) {
                // Somebody else's object; a listing of the points tells of it.
            }
        });
        return points;
    }

    /// Reads all manifests, void ones too; not one of them may be damaged.
    List<PointManifest> readAll() throws IOException {
        List<PointManifest> intact = new ArrayList<>();
        List<DamagedManifest> damaged = new ArrayList<>();
        readAll(intact, damaged);
        for (DamagedManifest each : damaged) {
            throw each.cause();
        }
        intact.sort(Comparator.comparing(manifest -> manifest.point().id()));
        return intact;
    }

    /// Reads all manifests, void ones too, in no particular order.
    private void readAll(List<PointManifest> intact, List<DamagedManifest> damaged) throws IOException {
        List<String> keys = new ArrayList<>();
        store.list(PointId.PREFIX, object -> keys.add(object.key()));
        ConcurrentLinkedQueue<PointManifest> read = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<DamagedManifest> unreadable = new ConcurrentLinkedQueue<>();
        ParallelReads.forEach(keys, READ_AT_ONCE, key -> {
            try {
                read(idOf(key)).ifPresent(read::add);
            } catch (RepositoryException e) {
                unreadable.add(new DamagedManifest(key, e));
            }
        });
        intact.addAll(read);
        damaged.addAll(unreadable);
    }

    private static PointId idOf(String key) throws ObjectCorruptException {
        try {
            return PointId.ofKey(key);
        } catch (IllegalArgumentException e) {
            throw new ObjectCorruptException(key, 0, "a manifest named by its point's id", "another name", e);
        }
    }

    /// A point, unless there is none or it is void.
    Optional<PointManifest> find(PointId id) throws IOException {
        Optional<PointManifest> found = read(id);
        return found.isPresent()
                        && collections.state().voidBy(id, found.get().epoch()).isPresent()
                ? Optional.empty()
                : found;
    }

    /// A manifest, void or not, or nothing if there is none, or none any more.
    Optional<PointManifest> read(PointId id) throws IOException {
        try {
            return Optional.of(PointManifest.parse(sealing, id, store.get(id.key())));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        } catch (ObjectTooLargeException e) {
            throw new ObjectCorruptException(id.key(), 0, "a point manifest", "an object too large to be one", e);
        }
    }
}
