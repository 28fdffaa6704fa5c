package io.tidemark.repository.verification;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.index.IdSet;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a verification has found so far. Thread-safe. Memory: 100 bytes for each damaged copy, 43 to 86 for
/// each chunk that no segment knows, and a thousand faults and ten thousand ranges with their reasons.
final class Findings {

    private final Set<DamagedCopy> known;
    private final Map<String, Fault> faults = new HashMap<>();
    private final Map<DamagedCopy, RepositoryException> causes = new HashMap<>();
    private final Set<DamagedCopy> copies = new TreeSet<>();
    private final IdSet unknown = new IdSet();
    private final List<DamagedRange> lost = new ArrayList<>();
    private @Nullable RepositoryException whyUnknown;
    private long faultCount;
    private long lostCount;

    /// @param known  copies that an earlier verification has found damaged: no faults any more, unless they
    ///     hit ranges
    Findings(Set<DamagedCopy> known) {
        this.known = known;
    }

    /// An object of its own: a manifest, a segment.
    synchronized void fault(String object, RepositoryException cause) {
        long offset = cause instanceof ObjectCorruptException corrupt ? corrupt.offset() : 0;
        fault(new Fault(object, offset, String.valueOf(cause.getMessage())));
    }

    private void fault(Fault fault) {
        String key = fault.object() + "@" + fault.offset();
        if (faults.containsKey(key)) {
            return;
        }
        faultCount++;
        if (faults.size() < VerificationReport.MAX_FAULTS) {
            faults.put(key, fault);
        }
    }

    /// A copy of a record.
    ///
    /// @param offset  of the record, or [DamagedCopy#WHOLE_PACK]
    synchronized void damaged(RecordLocation place, int offset, RepositoryException cause) {
        DamagedCopy copy = new DamagedCopy(place.pack(), offset);
        if (copies.add(copy)) {
            if (!known.contains(copy)) {
                fault(place.pack().key(), cause);
            }
            if (causes.size() < VerificationReport.MAX_RANGES) {
                causes.put(copy, cause);
            }
        }
    }

    /// A pack that cannot tell what it holds. A fault if that matters: see [#untold].
    synchronized void footerDamaged(PackId pack, RepositoryException cause) {
        DamagedCopy copy = new DamagedCopy(pack, DamagedCopy.FOOTER);
        copies.add(copy);
        causes.put(copy, cause);
    }

    /// A pack that cannot tell what it holds, and that alone has something that is needed. Told each time,
    /// until a collection has written it anew.
    synchronized void untold(PackId pack) {
        RepositoryException cause = causes.get(new DamagedCopy(pack, DamagedCopy.FOOTER));
        long offset = cause instanceof ObjectCorruptException corrupt ? corrupt.offset() : 0;
        String why = cause == null
                ? "Object " + pack.key() + " could not tell what it holds when its end was last read."
                : String.valueOf(cause.getMessage());
        fault(new Fault(
                pack.key(),
                offset,
                why + " No range is hit by that, as the index knows what lies there; but `tidemark repository"
                        + " rebuild-index` could not take this pack in. A coming `tidemark repository collect` writes"
                        + " its content anew."));
    }

    /// A copy that an earlier verification has found damaged, and this one has not read.
    synchronized void known(DamagedCopy copy) {
        copies.add(copy);
    }

    /// A chunk that no segment knows.
    synchronized void unknown(ChunkId id, ChunkIndex index) {
        if (unknown.add(id)) {
            ObjectCorruptException cause = index.unknown("chunk " + id);
            whyUnknown = whyUnknown == null ? cause : whyUnknown;
            copies.add(DamagedCopy.UNNAMED);
            fault(cause.key(), cause);
        }
    }

    /// A part of a map; told for each disk that has it.
    synchronized void mapDamaged(DiskContent content, DamagedNode node) {
        RepositoryException cause = node.cause();
        if (cause instanceof ObjectCorruptException corrupt) {
            fault(corrupt.key(), cause);
            copies.add(packOf(corrupt)
                    .map(pack -> new DamagedCopy(pack, (int) corrupt.offset()))
                    .orElse(DamagedCopy.UNNAMED));
        }
        lost(Survey.range(content, node));
    }

    private static Optional<PackId> packOf(ObjectCorruptException corrupt) {
        try {
            return Optional.of(PackId.ofKey(corrupt.key()));
        } catch (IllegalArgumentException notAPack) {
            return Optional.empty();
        }
    }

    /// A guest range that cannot be given back. Told in ascending order, ranges that follow each other and
    /// are hit by the same object become one.
    synchronized void lost(DamagedRange range) {
        if (!lost.isEmpty() && lostCount == lost.size()) {
            Optional<DamagedRange> both = lost.getLast().joined(range);
            if (both.isPresent()) {
                lost.set(lost.size() - 1, both.get());
                return;
            }
        }
        lostCount++;
        if (lost.size() < VerificationReport.MAX_RANGES) {
            lost.add(range);
        }
    }

    /// Why a chunk cannot be given back, if that is so: every copy is damaged, or no segment knows any.
    synchronized @Nullable RepositoryException whyLost(ChunkId id, List<RecordLocation> places) {
        if (places.isEmpty()) {
            return unknown.contains(id) ? whyUnknown : null;
        }
        RepositoryException first = null;
        for (RecordLocation place : places) {
            DamagedCopy whole = new DamagedCopy(place.pack(), DamagedCopy.WHOLE_PACK);
            DamagedCopy copy = copies.contains(whole) ? whole : new DamagedCopy(place.pack(), place.offset());
            if (!copies.contains(copy)) {
                return null;
            }
            RepositoryException cause = causes.get(copy);
            first = first != null ? first : cause != null ? cause : damagedToo(place);
        }
        return first;
    }

    private static RepositoryException damagedToo(RecordLocation place) {
        return new ObjectCorruptException(place.pack().key(), place.offset(), "the chunk stored there", "other bytes");
    }

    synchronized boolean anyChunkDamaged() {
        return !copies.isEmpty() || unknown.size() > 0;
    }

    synchronized Set<DamagedCopy> copies() {
        return Set.copyOf(copies);
    }

    synchronized List<Fault> faults() {
        return faults.values().stream()
                .sorted(Comparator.comparing(Fault::object).thenComparingLong(Fault::offset))
                .toList();
    }

    synchronized long faultCount() {
        return faultCount;
    }

    synchronized List<DamagedRange> lost() {
        return lost.stream()
                .sorted(Comparator.comparing(DamagedRange::machine)
                        .thenComparing(DamagedRange::point)
                        .thenComparing(DamagedRange::disk)
                        .thenComparingLong(DamagedRange::offset))
                .toList();
    }

    synchronized long lostCount() {
        return lostCount;
    }
}
