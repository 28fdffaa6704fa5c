package io.tidemark.repository.collection;

import io.tidemark.repository.collection.CollectReport.Cost;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.index.ChunkIndex.Cleaned;
import io.tidemark.repository.index.ChunkIndex.Fetched;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a run costs more than its plan, which looks at all that a run looks at. What is to be stored is made
/// and measured where that is cheap; packs are told by the lengths of their records.
final class Estimate {

    /// A request that locks an object, in XML.
    private static final int LOCK_BYTES = 200;

    /// An answer that tells the versions of an object, in XML.
    private static final int VERSIONS_BYTES = 700;

    private final Sealing sealing;
    private final boolean versions;
    private Cost cost = Cost.NONE;

    Estimate(ObjectStore store, Sealing sealing) {
        this.sealing = sealing;
        this.versions = store.locks().map(ObjectLocks::rule).isPresent();
    }

    /// A fence, two more looks at what is there, a verdict, and what that deletes; nothing if it is not
    /// needed.
    ///
    /// @param all  points, void or not
    /// @param existing  those that are not void
    /// @param doomed  packs that no point needs
    /// @param deleted  those that are not locked
    void finishing(
            Before before,
            List<PointManifest> all,
            List<PointManifest> existing,
            Set<PackId> doomed,
            Set<PackId> deleted) {
        if (!before.isNeeded() && existing.size() == all.size()) {
            return;
        }
        if (!before.isNeeded()) {
            readAgain(all);
        }
        Epoch epoch = before.listing().epoch().next();
        Set<PointId> points = new HashSet<>();
        existing.forEach(each -> points.add(each.point().id()));
        long fence = new Fence(epoch, before.stake()).encode(sealing).remaining();
        long verdict = new Verdict(epoch, points, doomed).encode(sealing).remaining();
        add(new Cost(2, 1, 2, 0, fence + verdict, fence));
        deleting(deleted.size()
                + before.ripe().size()
                + before.listing().verdicts().size()
                + before.listing().fences().size()
                + (all.size() - existing.size()));
    }

    /// Only void points show that there is anything to do: then they are read once more, after the fence.
    private void readAgain(List<PointManifest> all) {
        long bytes =
                all.stream().mapToLong(each -> each.encode(sealing).remaining()).sum();
        add(new Cost(0, all.size(), 1, 0, 0, bytes));
    }

    void cleaning(Cleaned cleaned) {
        add(new Cost(cleaned.stored(), 0, 0, 0, cleaned.storedBytes(), 0));
        deleting(cleaned.deleted());
    }

    void condemning(List<PackId> condemned) {
        for (CondemnedList list : CondemnedList.of(condemned)) {
            add(new Cost(1, 0, 0, 0, list.encode(sealing).remaining(), 0));
        }
    }

    /// Locks that are extended: a request each.
    void locking(long locks) {
        add(new Cost(locks, 0, 0, 0, locks * LOCK_BYTES, 0));
    }

    /// Where there are versions, they are asked for before they are deleted.
    private void deleting(long objects) {
        add(new Cost(0, 0, versions ? objects : 0, objects, 0, versions ? objects * VERSIONS_BYTES : 0));
    }

    /// What the plan had to fetch is there when the run comes.
    void without(Fetched fetched) {
        add(new Cost(0, -fetched.segments(), 0, 0, 0, -fetched.bytes()));
    }

    void add(Cost more) {
        cost = cost.plus(more);
    }

    Cost cost() {
        return cost;
    }
}
