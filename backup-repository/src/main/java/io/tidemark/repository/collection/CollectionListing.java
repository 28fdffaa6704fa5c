package io.tidemark.repository.collection;

import io.tidemark.repository.format.Epoch;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.UUID;

/// What lies under `collections/`, by names alone.
///
/// @param condemned  lists, and when the store took them in
/// @param fences  ascending
/// @param verdicts  ascending
public record CollectionListing(
        NavigableMap<UUID, Instant> condemned, NavigableSet<Epoch> fences, NavigableSet<Epoch> verdicts) {

    public CollectionListing {
        condemned = Collections.unmodifiableNavigableMap(condemned);
        fences = Collections.unmodifiableNavigableSet(fences);
        verdicts = Collections.unmodifiableNavigableSet(verdicts);
    }

    /// The greatest epoch that has a fence.
    public Epoch epoch() {
        return fences.isEmpty() ? Epoch.NONE : fences.last();
    }
}
