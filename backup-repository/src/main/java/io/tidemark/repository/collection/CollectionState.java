package io.tidemark.repository.collection;

import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a writer must heed, and which points are void: the newest fence, all verdicts and the condemned
/// lists, as they are at one moment.
///
/// Everything that was stored before the fence of [#epoch()] is in it.
public final class CollectionState {

    /// Of a repository that was never collected.
    public static final CollectionState NONE = new CollectionState(Epoch.NONE, null, Map.of(), Set.of());

    private final Epoch epoch;
    private final Map<Epoch, Verdict> verdicts;
    private final Set<PackId> atStake = new HashSet<>();
    private final Set<PackId> condemned;

    /// @param fence  the newest, or null if there is none
    /// @param condemned  packs in condemned lists
    CollectionState(Epoch epoch, @Nullable Fence fence, Map<Epoch, Verdict> verdicts, Collection<PackId> condemned) {
        this.epoch = epoch;
        this.verdicts = Map.copyOf(verdicts);
        this.condemned = Set.copyOf(condemned);
        if (fence != null && !verdicts.containsKey(fence.epoch())) {
            atStake.addAll(fence.packs());
        }
        verdicts.values().forEach(verdict -> atStake.addAll(verdict.packs()));
    }

    /// The greatest epoch that has a fence: what a point carries whose writer heeded this state.
    public Epoch epoch() {
        return epoch;
    }

    /// Whether a pack may be deleted without a further fence. A point of [#epoch()] must not need it.
    public boolean isAtStake(PackId pack) {
        return atStake.contains(pack);
    }

    /// Whether a pack should be used no more, as it is condemned or even at stake.
    public boolean isToBeAvoided(PackId pack) {
        return condemned.contains(pack) || atStake.contains(pack);
    }

    /// The epoch of the verdict by which a point does not exist, if there is one. The newest verdict alone
    /// decides: an earlier one that it did not know deletes nothing.
    ///
    /// @param heeded  the epoch in its manifest
    public Optional<Epoch> voidBy(PointId point, Epoch heeded) {
        return verdicts.keySet().stream().max(Epoch::compareTo).filter(newest -> {
            Verdict verdict = verdicts.get(newest);
            return verdict != null && verdict.voids(point, heeded);
        });
    }

    /// Whether a point exists for good, until somebody deletes it, and all that it needs is safe from every
    /// fence so far: because its writer heeded them, or the verdict of the newest admitted it. Every later
    /// fence is raised after the point was seen, and so its collector finds it too.
    ///
    /// @param point  one that was seen before this state was read
    /// @param heeded  the epoch in its manifest
    public boolean isSettled(PointId point, Epoch heeded) {
        if (!epoch.isAfter(heeded)) {
            return true;
        }
        Verdict newest = verdicts.get(epoch);
        return newest != null && newest.admitted().contains(point);
    }

    /// Packs of verdicts: deleted, or about to be.
    Set<PackId> doomed() {
        Set<PackId> doomed = new HashSet<>();
        verdicts.values().forEach(verdict -> doomed.addAll(verdict.packs()));
        return doomed;
    }
}
