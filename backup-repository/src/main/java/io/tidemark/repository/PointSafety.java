package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.collection.CollectionLog;
import io.tidemark.repository.collection.CollectionState;
import io.tidemark.repository.collection.PackWitness;
import io.tidemark.repository.collection.PointMaps;
import io.tidemark.repository.collection.RecordReader;
import io.tidemark.repository.error.CollectedMeanwhileException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapVisitor;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a writer does so that no collection deletes what its point needs ("Writers" in
/// `docs/repository-safety.md`).
///
/// As long as no fence was raised since the backup began, that is one or two listings of a few names.
/// Otherwise the new map is followed once, every pack it leads to is asked for, several at once, and what
/// lies at stake alone is copied.
final class PointSafety {

    /// Each round needs another fence to be raised meanwhile.
    private static final int MAX_ROUNDS = 20;

    private final ObjectStore store;
    private final CollectionLog collections;
    private final CollectionState atBegin;
    private final Manifests manifests;
    private final ChunkIndex index;
    private final RecordReader records;
    private final ChunkStorage storage;
    private final PointMaps maps;

    /// @param atBegin  the state that `storage` heeds
    PointSafety(
            ObjectStore store,
            CollectionLog collections,
            CollectionState atBegin,
            Manifests manifests,
            ChunkIndex index,
            RecordReader records,
            ChunkStorage storage,
            PointMaps maps) {
        this.store = store;
        this.collections = collections;
        this.atBegin = atBegin;
        this.manifests = manifests;
        this.index = index;
        this.records = records;
        this.storage = storage;
        this.maps = maps;
    }

    /// Makes sure that nothing the point needs lies only in packs that are at stake.
    ///
    /// @param bases  the points it was made from
    /// @return the epoch that the point's manifest is to carry
    Epoch settle(Point point, List<Point> bases) throws IOException {
        CollectionState heeded = atBegin;
        CollectionState now = collections.state();
        boolean followed = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            boolean settled = now.epoch().equals(heeded.epoch()) && (followed || areSafe(bases, now));
            if (settled) {
                return now.epoch();
            }
            index.refresh();
            follow(point, now);
            storage.finish(() -> {});
            followed = true;
            heeded = now;
            now = collections.state();
        }
        throw new CollectedMeanwhileException(
                point.id().toString(), "collections were begun faster than it could be checked", null);
    }

    private boolean areSafe(List<Point> bases, CollectionState now) throws IOException {
        for (Point base : bases) {
            if (now.epoch().equals(Epoch.NONE)) {
                return true;
            }
            Optional<PointManifest> manifest = manifests.read(base.id());
            if (manifest.isEmpty() || !now.isSettled(base.id(), manifest.get().epoch())) {
                return false;
            }
        }
        return true;
    }

    private void follow(Point point, CollectionState now) throws IOException {
        Following following = new Following(point, now);
        for (PointDisk disk : point.disks()) {
            try {
                MapVisitor.visit(maps.of(point, disk), following);
                following.settle();
            } catch (CollectedMeanwhileException e) {
                throw e;
            } catch (RepositoryException e) {
                throw new CollectedMeanwhileException(
                        point.id().toString(), "a part of its map is gone: " + e.getMessage(), e);
            }
        }
    }

    /// Goes through a map and keeps its records, some thousand at a time: what they need to be asked is asked
    /// together.
    private final class Following implements MapVisitor.Visit {

        private static final int TOGETHER = 4096;

        private final Point point;
        private final CollectionState now;
        private final PackWitness witness = new PackWitness(store);
        private final List<ChunkId> waiting = new ArrayList<>();

        Following(Point point, CollectionState now) {
            this.point = point;
            this.now = now;
        }

        @Override
        public boolean page(ChunkId id) throws IOException {
            need(id);
            return true;
        }

        @Override
        public void chunk(long number, ChunkId id) throws IOException {
            need(id);
        }

        @Override
        public void damaged(DamagedNode node) throws IOException {
            throw node.cause();
        }

        private void need(ChunkId id) throws IOException {
            waiting.add(id);
            if (waiting.size() == TOGETHER) {
                settle();
            }
        }

        void settle() throws IOException {
            Set<PackId> packs = new HashSet<>();
            for (ChunkId id : waiting) {
                if (!storage.isOnItsWay(id)) {
                    index.find(id).stream()
                            .map(RecordLocation::pack)
                            .filter(pack -> !now.isAtStake(pack))
                            .findFirst()
                            .ifPresent(packs::add);
                }
            }
            witness.askAhead(packs);
            for (ChunkId id : waiting) {
                keep(point, id, now, witness);
            }
            waiting.clear();
        }
    }

    /// Copies a record unless it lies where no fence so far can hurt it.
    private void keep(Point point, ChunkId id, CollectionState now, PackWitness witness) throws IOException {
        if (storage.isOnItsWay(id)) {
            return;
        }
        List<RecordLocation> places = index.find(id);
        for (RecordLocation place : places) {
            if (!now.isAtStake(place.pack()) && witness.has(place)) {
                return;
            }
        }
        ObjectCorruptException failure = null;
        for (RecordLocation place : places) {
            try {
                storage.storeAgain(id, place, records.read(id, place), records.plainLength(place));
                return;
            } catch (ObjectCorruptException e) {
                failure = e;
            }
        }
        throw new CollectedMeanwhileException(
                point.id().toString(), "something that it needs is gone (" + id + ")", failure);
    }

    /// Makes sure that the manifest was stored before any later fence was raised, as the collection behind
    /// such a fence lists the points after it and finds this one; or that its verdict has come and admits the
    /// point.
    ///
    /// The manifest is never deleted here: others may have seen it, and have deleted older points because of
    /// it.
    void requireSettled(PointId point, Epoch heeded) throws IOException {
        boolean settled;
        try {
            settled = !collections.list().epoch().isAfter(heeded)
                    || collections.state().isSettled(point, heeded);
        } catch (StoreException e) {
            throw new StoreException(
                    "Whether point " + point + " was committed is not known: its manifest was stored, but whether a"
                            + " collection had begun before cannot be told. If `tidemark points` lists it later, it is"
                            + " whole.",
                    e);
        }
        if (!settled) {
            throw new CollectedMeanwhileException(point.toString(), "its manifest may have come too late", null);
        }
    }

    /// The base of a backup may have been deleted and collected while the backup went on; then this is to be
    /// told, and not that the repository is damaged.
    RepositoryException orCollected(PointId point, ObjectCorruptException damage) throws IOException {
        return collections.list().epoch().equals(atBegin.epoch())
                ? damage
                : new CollectedMeanwhileException(point.toString(), "its base point is gone", damage);
    }
}
