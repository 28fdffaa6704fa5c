package io.tidemark.repository.verification;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.pack.FetchRange.Wanted;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.pack.RecordLocation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Reads the records that were chosen, pack by pack, oldest verified first. What each record is, its pack's
/// footer tells; where a footer cannot, the index does.
final class Reading {

    /// Visits chunks of contents; see [io.tidemark.repository.map.MapScan.Visit].
    interface ChunkVisit {
        boolean chunk(DiskContent content, long number, ChunkId id) throws IOException;
    }

    /// Goes through all maps.
    interface Maps {
        void visit(ChunkVisit visit) throws IOException;
    }

    /// How much, how fast, and who is told.
    record Pace(VerificationOptions options, int chunkSize, Verification.Progress progress) {}

    /// What is read of a pack.
    private static final class Share {
        private final PackId pack;
        private final int[] offsets;
        private final boolean whole;

        /// @param whole  whether that is all that is wanted of it
        Share(PackId pack, int[] offsets, boolean whole) {
            this.pack = pack;
            this.offsets = offsets;
            this.whole = whole;
        }

        boolean has(int offset) {
            return Arrays.binarySearch(offsets, offset) >= 0;
        }
    }

    private final PackEnds ends;
    private final PackProbe probe;
    private final Findings findings;
    private final Pace pace;
    private final long deadline;
    private final boolean endless;
    private final LongAdder checked = new LongAdder();
    private final Set<PackId> verified = ConcurrentHashMap.newKeySet();
    private final Set<DamagedCopy> disproved = new ConcurrentSkipListSet<>();
    private final Map<PackId, Share> untold = new ConcurrentHashMap<>();
    private Set<DamagedCopy> known = Set.of();

    Reading(PackEnds ends, PackProbe probe, Findings findings, Pace pace) {
        this.ends = ends;
        this.probe = probe;
        this.findings = findings;
        this.pace = pace;
        Duration budget = pace.options().timeBudget();
        this.endless = budget == null;
        this.deadline = budget == null ? 0 : System.nanoTime() + budget.toNanos();
    }

    void read(WantedRecords wanted, Map<PackId, Long> packSizes, VerificationLog log, ChunkIndex index, Maps maps)
            throws IOException {
        known = index.damage().copies();
        List<Share> shares = choose(wanted, log);
        long records = shares.stream().mapToLong(share -> share.offsets.length).sum();
        pace.progress().toCheck(records * pace.chunkSize());
        ParallelReads.forEach(
                shares, pace.options().readers(), share -> readByFooter(share, packSizes.getOrDefault(share.pack, 0L)));
        if (!untold.isEmpty()) {
            readByIndex(index, maps);
        }
    }

    /// Whole packs as long as they fit into the sample, and of the next one some records by chance. The first
    /// one always: were a small sample but a part of it, no pack would ever count as verified, and no sample
    /// get beyond it.
    private List<Share> choose(WantedRecords wanted, VerificationLog log) {
        Random random = new Random(Repeatable.randomId().getMostSignificantBits());
        long left = (long) Math.ceil(wanted.count() * (pace.options().percent() / 100));
        List<PackId> oldestFirst = new ArrayList<>(wanted.packs());
        // Of packs that were verified at the same time any may be first: nothing is remembered of a sample of one
        // point.
        // Those that are known to be damaged are told anyway, and never count as verified: they come last.
        Set<PackId> hurt = known.stream().map(DamagedCopy::pack).collect(Collectors.toSet());
        Collections.shuffle(oldestFirst, random);
        oldestFirst.sort(
                Comparator.comparing((PackId pack) -> hurt.contains(pack)).thenComparingLong(log::at));
        List<Share> shares = new ArrayList<>();
        for (PackId pack : oldestFirst) {
            int[] offsets = wanted.of(pack);
            if (left >= offsets.length || shares.isEmpty()) {
                shares.add(new Share(pack, offsets, true));
            } else if (left > 0) {
                shares.add(new Share(pack, some(offsets, (int) left, random), false));
            }
            left -= offsets.length;
        }
        return shares;
    }

    private static int[] some(int[] offsets, int count, Random random) {
        int[] shuffled = offsets.clone();
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, shuffled.length);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = swapped;
        }
        int[] chosen = Arrays.copyOf(shuffled, count);
        Arrays.sort(chosen);
        return chosen;
    }

    private boolean enough() {
        return !endless && System.nanoTime() - deadline >= 0;
    }

    private void readByFooter(Share share, long size) throws IOException {
        if (enough()) {
            return;
        }
        List<Wanted<ChunkId>> records = new ArrayList<>(share.offsets.length);
        for (PackEntry entry : ends.ask(share.pack, size).orElse(List.of())) {
            if (share.has(entry.offset())) {
                records.add(new Wanted<>(entry.in(share.pack), entry.id()));
            }
        }
        if (records.size() < share.offsets.length) {
            untold.put(share.pack, share);
            return;
        }
        read(share, records);
    }

    private void read(Share share, List<Wanted<ChunkId>> records) throws IOException {
        LongAdder damaged = new LongAdder();
        boolean all = probe.read(records, new PackProbe.Outcome() {
            @Override
            public void intact(RecordLocation place) throws IOException {
                checked.increment();
                DamagedCopy copy = new DamagedCopy(place.pack(), place.offset());
                if (known.contains(copy)) {
                    disproved.add(copy);
                }
                pace.progress().checked(pace.chunkSize());
            }

            @Override
            public void damaged(RecordLocation place, RepositoryException cause) {
                damaged.increment();
                findings.damaged(place, place.offset(), cause);
            }

            @Override
            public boolean enough() {
                return Reading.this.enough();
            }
        });
        if (all && share.whole && damaged.sum() == 0) {
            verified.add(share.pack);
        }
    }

    /// Packs that cannot tell what they hold: the maps are gone through once more, to learn which chunks lie
    /// there.
    private void readByIndex(ChunkIndex index, Maps maps) throws IOException {
        Map<PackId, Map<Integer, Wanted<ChunkId>>> records = new HashMap<>();
        maps.visit((_, _, id) -> {
            for (RecordLocation place : index.everyPlace(id)) {
                Share share = untold.get(place.pack());
                if (share != null && share.has(place.offset())) {
                    records.computeIfAbsent(place.pack(), _ -> new HashMap<>())
                            .put(place.offset(), new Wanted<>(place, id));
                }
            }
            return false;
        });
        for (Map.Entry<PackId, Map<Integer, Wanted<ChunkId>>> each : records.entrySet()) {
            Share share = untold.get(each.getKey());
            if (share != null) {
                // Not verified as a whole: it cannot tell what it holds.
                read(
                        new Share(share.pack, share.offsets, false),
                        List.copyOf(each.getValue().values()));
            }
        }
    }

    /// Asks packs what they hold, and reads nothing else of them.
    void ask(Collection<PackId> packs, Map<PackId, Long> packSizes) throws IOException {
        ParallelReads.forEach(packs, pace.options().readers(), pack -> {
            if (!enough()) {
                ends.ask(pack, packSizes.getOrDefault(pack, 0L));
            }
        });
    }

    long checkedChunks() {
        return checked.sum();
    }

    long checkedBytes() {
        return checked.sum() * pace.chunkSize();
    }

    /// Packs of which everything that was wanted was read and is intact.
    Set<PackId> verified() {
        return verified;
    }

    /// Whether a copy that was known to be damaged was read and is intact.
    boolean isDisproved(DamagedCopy copy) {
        return disproved.contains(copy) || ends.isDisproved(copy);
    }
}
