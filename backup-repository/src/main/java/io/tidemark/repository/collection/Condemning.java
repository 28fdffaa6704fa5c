package io.tidemark.repository.collection;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.pack.PackForecast;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.sealing.Sealing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which packs are worth condemning: those that hold nothing a point needs, and those that hold little, or
/// are known not to be able to tell what they hold, once that has been copied.
final class Condemning {

    /// An entry in the footer.
    private static final int RECORD_OVERHEAD = 44;

    private final Marking marking;
    private final Set<PackId> doomed;
    private final Set<PackId> waiting;
    private final CollectOptions options;
    private final Instant now;
    private final int packOverhead;
    private final Map<PackId, Long> needed = new HashMap<>();
    private final Set<PackId> hurt = new HashSet<>();
    private final List<PackId> dead = new ArrayList<>();
    private final Map<PackId, Long> mostlyDead = new LinkedHashMap<>();

    /// Decides.
    ///
    /// @param doomed  packs that a verdict deletes
    /// @param waiting  packs that are condemned already
    /// @param sealing  adds to the footer of each pack
    Condemning(
            Marking marking,
            Set<PackId> doomed,
            Set<PackId> waiting,
            CollectOptions options,
            Instant now,
            Sealing sealing)
            throws IOException {
        this.marking = marking;
        this.doomed = doomed;
        this.waiting = waiting;
        this.options = options;
        this.now = now;
        this.packOverhead = PackForecast.ofNoRecords(sealing);
        marking.forEachKept(this::rank, _ -> true, (_, pack, offset, length) -> {
            needed.merge(pack, (long) length + RECORD_OVERHEAD, Long::sum);
            if (marking.isDamaged(pack, offset)) {
                hurt.add(pack);
            }
        });
        choose();
    }

    private int rank(PackId pack) {
        return (waiting.contains(pack) ? 1 : 0) + (doomed.contains(pack) ? 2 : 0);
    }

    private void choose() {
        Map<PackId, Long> candidates = new HashMap<>();
        for (PackId pack : marking.packs().all()) {
            if (rank(pack) != 0 || isYoung(pack)) {
                continue;
            }
            Long live = needed.get(pack);
            if (live == null) {
                dead.add(pack);
            } else if (isWorthCopying(pack, live)) {
                candidates.put(pack, live);
            }
        }
        long budget = options.rewriteBytes();
        Comparator<PackId> bySaving = Comparator.comparingDouble(pack ->
                candidates.getOrDefault(pack, 0L) / (double) marking.packs().size(pack));
        for (PackId pack : candidates.keySet().stream()
                .sorted(bySaving.thenComparing(Comparator.naturalOrder()))
                .toList()) {
            long live = candidates.getOrDefault(pack, 0L);
            if (live <= budget) {
                mostlyDead.put(pack, live);
                budget -= live;
            }
        }
    }

    /// Of a pack with something that is lost the rest would be copied in vain, each time: it stays.
    private boolean isWorthCopying(PackId pack, long live) {
        boolean littleLives =
                live + packOverhead < options.liveRatio() * marking.packs().size(pack);
        return (littleLives || marking.isUntold(pack)) && !hurt.contains(pack);
    }

    private boolean isYoung(PackId pack) {
        return !options.keepUnreferenced().isZero()
                && marking.packs().storedAt(pack).isAfter(now.minus(options.keepUnreferenced()));
    }

    /// Packs that hold nothing a point needs.
    List<PackId> dead() {
        return dead;
    }

    /// Packs that points need, and when the store took them in.
    Map<String, Instant> live() {
        Map<String, Instant> live = new HashMap<>();
        needed.keySet().forEach(pack -> live.put(pack.key(), marking.packs().storedAt(pack)));
        return live;
    }

    /// Packs that are to be rewritten, and how much of each is to be copied.
    Map<PackId, Long> mostlyDead() {
        return mostlyDead;
    }

    /// A record to be copied.
    record Needed(ChunkId id, int offset, int length) {}

    /// What is to be copied, by pack. About 150 bytes of heap per record.
    Map<PackId, List<Needed>> records() throws IOException {
        Map<PackId, List<Needed>> records = new HashMap<>();
        marking.forEachKept(
                this::rank,
                mostlyDead::containsKey,
                (id, pack, offset, length) ->
                        records.computeIfAbsent(pack, _ -> new ArrayList<>()).add(new Needed(id, offset, length)));
        return records;
    }
}
