package io.tidemark.repository.collection;

import io.tidemark.repository.collection.CollectReport.Amount;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// The second phase: raise a fence, look which points are there, pass a verdict, and, unless another fence was raised
/// meanwhile, delete. The order of the steps is what makes it safe.
final class Finishing {

    /// Marks what points need.
    interface Marker {
        Marking mark(List<PointManifest> points) throws IOException;
    }

    private static final int DELETED_AT_ONCE = 8;

    private final Deletions deletions;
    private final CollectionLog log;
    private final Collector.Manifests manifests;
    private final Marker marker;
    private Set<PackId> doomed = Set.of();
    private Amount deleted = Amount.NONE;
    private Amount spared = Amount.NONE;
    private long voids;
    private boolean superseded;

    Finishing(Deletions deletions, CollectionLog log, Collector.Manifests manifests, Marker marker) {
        this.deletions = deletions;
        this.log = log;
        this.manifests = manifests;
        this.marker = marker;
    }

    /// Does all of it.
    ///
    /// @return what the points need, and the packs that are left
    Marking run(Before before) throws IOException {
        Epoch epoch = before.listing().epoch().next();
        log.store(new Fence(epoch, before.stake()));

        // From here on, every point that is not listed below is void, or its writer has heeded this fence.
        CollectionListing listing;
        Optional<CollectionState> read;
        do {
            listing = log.list();
            read = log.read(listing);
        } while (read.isEmpty());
        CollectionState state = read.get();
        List<PointManifest> all = manifests.readAll();
        List<PointManifest> existing = Collector.existing(state, all);
        Marking marking = marker.mark(existing);

        Set<PackId> packs = new HashSet<>(before.stake());
        packs.removeIf(pack -> !marking.packs().has(pack));
        Set<PackId> needed = marking.spared(packs, state.doomed());
        spared = marking.packs().amount(needed);
        packs.removeAll(needed);
        doomed = state.doomed();
        doomed.removeAll(before.stake());
        doomed.addAll(packs);
        Set<PointId> admitted = new HashSet<>();
        existing.forEach(manifest -> admitted.add(manifest.point().id()));
        log.store(new Verdict(epoch, admitted, packs));

        // A fence that is greater and was stored before this verdict belongs to a collector that may not have seen it.
        superseded = log.list().epoch().isAfter(epoch);
        if (!superseded) {
            delete(marking, packs);
            tidyUp(before, listing, epoch, all, admitted);
        }
        return marking;
    }

    private void delete(Marking marking, Set<PackId> packs) throws IOException {
        Amount[] gone = {Amount.NONE};
        Set<PackId> free = new TreeSet<>(packs);
        free.removeAll(deletions.locked(packs));
        ParallelReads.forEach(free, DELETED_AT_ONCE, pack -> {
            if (deletions.delete(pack.key())) {
                synchronized (gone) {
                    gone[0] = gone[0].plus(marking.packs().size(pack));
                    marking.packs().remove(pack);
                }
            }
        });
        deleted = gone[0];
    }

    /// Deletes what this verdict makes useless: it names all packs that earlier ones named, if they are still there,
    /// and admits no point that they left out.
    private void tidyUp(
            Before before, CollectionListing seen, Epoch epoch, List<PointManifest> all, Set<PointId> admitted)
            throws IOException {
        for (PointManifest manifest : all) {
            PointId point = manifest.point().id();
            if (!admitted.contains(point) && deletions.delete(point.key())) {
                voids++;
            }
        }
        for (UUID list : new TreeSet<>(before.ripe())) {
            deletions.delete(CondemnedList.key(list));
        }
        for (Epoch earlier : before.listing().verdicts()) {
            deletions.delete(Verdict.key(earlier));
        }
        for (Epoch earlier : seen.fences().headSet(epoch)) {
            deletions.delete(Fence.key(earlier));
        }
    }

    /// Packs that this verdict names, and those of verdicts that came up meanwhile.
    Set<PackId> doomed() {
        return doomed;
    }

    Amount deleted() {
        return deleted;
    }

    Amount spared() {
        return spared;
    }

    long voids() {
        return voids;
    }

    boolean superseded() {
        return superseded;
    }
}
