package io.tidemark.repository.collection;

import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// How things stand before a collection does anything.
///
/// @param ripe  condemned lists whose time of grace is over
/// @param stake  packs that a fence would name
/// @param waiting  packs that are condemned, but not yet at stake
/// @param isNeeded  whether there is anything to finish or to tidy up
record Before(
        CollectionListing listing,
        CollectionState state,
        Set<UUID> ripe,
        Set<PackId> stake,
        Set<PackId> waiting,
        boolean isNeeded) {

    static Before of(ObjectStore store, CollectionLog log, CollectOptions options, Instant now) throws IOException {
        CollectionListing listing;
        CollectionState state;
        do {
            listing = log.list();
            state = log.read(listing).orElse(null);
        } while (state == null);
        Set<UUID> ripe = new HashSet<>();
        Set<PackId> stake = new HashSet<>(state.doomed());
        Set<PackId> waiting = new HashSet<>();
        for (Map.Entry<UUID, Instant> list : listing.condemned().entrySet()) {
            Set<PackId> packs = log.packsOf(list.getKey());
            boolean isRipe = options.grace().isZero()
                    || !list.getValue().plus(options.grace()).isAfter(now);
            if (isRipe && stake.size() + packs.size() <= CondemnedList.MAX_PACKS) {
                ripe.add(list.getKey());
                stake.addAll(packs);
            } else {
                waiting.addAll(packs);
            }
        }
        waiting.removeAll(stake);
        boolean tidy = listing.fences().size() <= 1 && listing.verdicts().equals(listing.fences());
        boolean leftovers = !state.doomed().isEmpty() && state.doomed().stream().anyMatch(PackListing.of(store)::has);
        return new Before(listing, state, ripe, stake, waiting, !ripe.isEmpty() || !tidy || leftovers);
    }
}
