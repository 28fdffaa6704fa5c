package io.tidemark.repository.collection;

import io.tidemark.repository.collection.CollectReport.Amount;
import io.tidemark.repository.collection.CollectReport.Cost;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.RepositoryKey;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreFullException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Collects: deletes what earlier runs condemned and no point needs, then condemns what is not needed now.
/// May run beside backups, restores and other collections, be killed anywhere, and fall silent for any time;
/// the rules are in `docs/repository-safety.md`.
///
/// Memory: a bit per index entry, 300 to 500 bytes per pack, about 150 bytes per record that is copied, and
/// one manifest per point.
public final class Collector {

    /// Reads every manifest, void or not; fails if one of them is damaged.
    public interface Manifests {
        List<PointManifest> readAll() throws IOException;
    }

    private static final LockExtension.Outcome NOTHING_LOCKED = new LockExtension.Outcome(0, List.of());

    private final ObjectStore store;
    private final Sealing sealing;
    private final CollectionLog log;
    private final ChunkIndex index;
    private final Manifests manifests;
    private final PointMaps maps;
    private final RecordReader records;

    public Collector(
            ObjectStore store,
            Sealing sealing,
            CollectionLog log,
            ChunkIndex index,
            Manifests manifests,
            PointMaps maps,
            RecordReader records) {
        this.store = store;
        this.sealing = sealing;
        this.log = log;
        this.index = index;
        this.manifests = manifests;
        this.maps = maps;
        this.records = records;
    }

    /// Says what a run would do and cost now. Changes nothing.
    ///
    /// @param now  to be compared with the store's dates, for courtesy alone
    public CollectReport plan(CollectOptions options, Instant now) throws IOException {
        Before before = Before.of(store, log, options, now);
        List<PointManifest> all = manifests.readAll();
        List<PointManifest> existing = existing(before.state(), all);
        Marking marking = mark(existing);
        Set<PackId> doomed = before.state().doomed();
        Set<PackId> stake = existing(marking, before.stake());
        Set<PackId> spared = marking.spared(stake, doomed);
        stake.removeAll(spared);
        doomed.removeAll(before.stake());
        doomed.addAll(stake);
        Condemning condemning = new Condemning(marking, doomed, before.waiting(), options, now, sealing);
        Rewriting.Plan rewriting = new Rewriting(store, sealing, index, records).plan(condemning.records());
        List<PackId> condemned = new ArrayList<>(condemning.dead());
        condemned.addAll(rewriting.packs());
        LockExtension extension = new LockExtension(store);
        long locks = extension.due(toBeLocked(extension, condemning, rewriting.packs()));
        Deletions deletions = new Deletions(store);
        Set<PackId> deleted = new HashSet<>(stake);
        deleted.removeAll(deletions.locked(stake));
        Set<PackId> gone = marking.indexed();
        gone.removeIf(pack -> marking.packs().has(pack) && !deleted.contains(pack));
        Estimate estimate = new Estimate(store, sealing);
        estimate.finishing(before, all, existing, stake, deleted);
        ChunkIndex.Cleaned cleaned = index.planCleaning(gone::contains);
        estimate.cleaning(cleaned);
        estimate.add(rewriting.cost());
        estimate.condemning(condemned);
        estimate.locking(locks);
        estimate.without(index.fetched());
        return new CollectReport(
                existing.size(),
                marking.packs().count(),
                marking.packs().bytes(),
                marking.packs().amount(deleted),
                marking.packs().amount(spared),
                marking.packs().amount(existing(marking, before.waiting())),
                marking.packs().amount(condemned),
                new Amount(rewriting.packs().size(), rewriting.copiedBytes()),
                all.size() - existing.size(),
                cleaned.deleted(),
                deletions.refused(),
                locks,
                false,
                false,
                estimate.cost());
    }

    /// Runs a collection.
    ///
    /// @param now  to be compared with the store's dates, for courtesy alone
    /// @throws io.tidemark.repository.error.RepositoryException if a manifest, a map page or an index segment
    ///     is damaged: then nothing is deleted, as nobody knows what is needed
    public CollectReport run(CollectOptions options, Instant now) throws IOException {
        Before before = Before.of(store, log, options, now);
        Deletions deletions = new Deletions(store);
        Finishing finishing = null;
        Marking marking = null;
        if (!before.isNeeded()) {
            List<PointManifest> all = manifests.readAll();
            List<PointManifest> existing = existing(before.state(), all);
            marking = existing.size() == all.size() ? mark(existing) : null;
        }
        if (marking == null) {
            finishing = new Finishing(deletions, log, manifests, this::mark);
            marking = finishing.run(before);
            if (finishing.superseded()) {
                return report(
                        before, marking, finishing, Amount.NONE, Amount.NONE, 0, deletions, NOTHING_LOCKED, false);
            }
        }
        boolean storeFull = false;
        int segments = 0;
        Set<PackId> gone = marking.indexed();
        gone.removeIf(marking.packs()::has);
        try {
            segments = index.clean(gone::contains, deletions::delete).deleted();
        } catch (StoreFullException leftForTheNextRun) {
            storeFull = true;
        }
        Set<PackId> doomed = finishing == null ? before.state().doomed() : finishing.doomed();
        Condemning condemning = new Condemning(marking, doomed, before.waiting(), options, now, sealing);
        Rewriting rewriting = new Rewriting(store, sealing, index, records);
        List<PackId> condemned = new ArrayList<>(condemning.dead());
        List<PackId> rewritten = List.of();
        try {
            if (!storeFull && !condemning.mostlyDead().isEmpty()) {
                rewritten = rewriting.run(condemning.records());
            }
        } catch (StoreFullException leftForTheNextRun) {
            // What was copied already is a second copy, which the next collection condemns.
            storeFull = true;
        }
        condemned.addAll(rewritten);
        for (CondemnedList list : CondemnedList.of(condemned)) {
            log.store(list);
        }
        LockExtension extension = new LockExtension(store);
        LockExtension.Outcome extended = extension.run(toBeLocked(extension, condemning, rewritten));
        return report(
                before,
                marking,
                finishing,
                marking.packs().amount(condemned),
                new Amount(rewritten.size(), rewriting.copiedBytes()),
                segments,
                deletions,
                extended,
                storeFull);
    }

    /// What is to stay locked: the packs that points need, and what opens the repository. Manifests are seen to by
    /// retention, which alone knows which points are to stay.
    private Map<String, Instant> toBeLocked(
            LockExtension extension, Condemning condemning, Collection<PackId> rewritten) throws IOException {
        if (!extension.isNeeded()) {
            return Map.of();
        }
        Map<String, Instant> locked = condemning.live();
        rewritten.forEach(pack -> locked.remove(pack.key()));
        store.list(FormatFile.KEY, object -> locked.put(object.key(), object.lastModified()));
        store.list(RepositoryKey.PREFIX, object -> locked.put(object.key(), object.lastModified()));
        return locked;
    }

    private static CollectReport report(
            Before before,
            Marking marking,
            @Nullable Finishing finishing,
            Amount condemned,
            Amount rewritten,
            long segments,
            Deletions deletions,
            LockExtension.Outcome locks,
            boolean storeFull) {
        Amount deleted = finishing == null ? Amount.NONE : finishing.deleted();
        return new CollectReport(
                marking.points().size(),
                marking.packs().count() + deleted.packs(),
                marking.packs().bytes(),
                deleted,
                finishing == null ? Amount.NONE : finishing.spared(),
                marking.packs().amount(existing(marking, before.waiting())),
                condemned,
                rewritten,
                finishing == null ? 0 : finishing.voids(),
                segments,
                Stream.concat(deletions.refused().stream(), locks.refused().stream())
                        .toList(),
                locks.extended(),
                finishing != null && finishing.superseded(),
                storeFull,
                Cost.NONE);
    }

    static List<PointManifest> existing(CollectionState state, List<PointManifest> all) {
        return all.stream()
                .filter(each -> state.voidBy(each.point().id(), each.epoch()).isEmpty())
                .toList();
    }

    private static Set<PackId> existing(Marking marking, Set<PackId> packs) {
        Set<PackId> existing = new HashSet<>(packs);
        existing.removeIf(pack -> !marking.packs().has(pack));
        return existing;
    }

    /// Follows the maps of points, which were listed before.
    private Marking mark(List<PointManifest> points) throws IOException {
        index.refresh();
        return new Marking(points, index, PackListing.of(store), maps);
    }
}
