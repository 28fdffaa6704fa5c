package io.tidemark.repository.verification;

import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordLocation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Packs that cannot tell what they hold, and which of them matter: those with something that points need and
/// that is sound in no other pack.
final class UntoldPacks {

    private final Set<DamagedCopy> damaged;
    private final Set<PackId> untold;
    private final Set<PackId> needed = new TreeSet<>();

    UntoldPacks(Set<DamagedCopy> damaged) {
        this.damaged = damaged;
        this.untold = damaged.stream()
                .filter(copy -> copy.offset() == DamagedCopy.FOOTER)
                .map(DamagedCopy::pack)
                .collect(Collectors.toSet());
    }

    /// Takes the places of a record that points need.
    void need(List<RecordLocation> places) {
        if (!untold.isEmpty() && places.stream().noneMatch(this::isSafe)) {
            places.stream().map(RecordLocation::pack).filter(untold::contains).forEach(needed::add);
        }
    }

    private boolean isSafe(RecordLocation place) {
        return !untold.contains(place.pack())
                && !damaged.contains(new DamagedCopy(place.pack(), place.offset()))
                && !damaged.contains(new DamagedCopy(place.pack(), DamagedCopy.WHOLE_PACK));
    }

    /// Ascending.
    Set<PackId> needed() {
        return needed;
    }
}
