package io.tidemark.engine.mark;

import io.tidemark.engine.mark.MarkVerdict.Trusted;
import io.tidemark.engine.mark.MarkVerdict.Untrusted;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The decision whether a mark may be trusted: a mark may only err towards reading too much.
///
/// Everything that metadata can tell is judged here. What takes a look at the content, the cross-check of holes
/// and the sample of clean chunks, comes on top of a mark that is trusted.
public final class MarkRules {
    /// QEMU's limits, and ours: bytes of guest data per bit.
    static final long LEAST_GRANULARITY = 1L << 9;

    static final long GREATEST_GRANULARITY = 1L << 31;

    /// QEMU refuses bitmaps whose bits take more than this.
    static final long MOST_BITMAP_BYTES = 512L << 20;

    private MarkRules() {}

    /// What the marks of a disk are worth.
    ///
    /// Of several trusted ones the mark of the newest point wins; an older one is as good. Of several distrusted
    /// ones the reason concerns the most promising: the one in the active image, with the newest point.
    ///
    /// @param repository  the repository backed up to
    /// @param disk  the disk's images as they are
    /// @param points  the committed points of this machine and disk in that repository, newest last
    public static MarkVerdict judge(RepositoryId repository, DiskFacts disk, List<PointFacts> points) {
        Map<PointId, Integer> ages = new HashMap<>();
        for (PointFacts point : points) {
            ages.put(point.id(), ages.size());
        }
        List<Candidate> candidates = new ArrayList<>();
        for (MarkFacts mark : disk.marks()) {
            Optional<MarkName> name =
                    MarkName.parse(mark.name()).filter(own -> own.repository().equals(repository));
            name.map(own -> ages.getOrDefault(own.point(), -1))
                    .ifPresent(age -> candidates.add(new Candidate(mark, age < 0 ? null : points.get(age), age)));
        }
        candidates.sort(Comparator.comparingInt(Candidate::age)
                .reversed()
                .thenComparingInt(c -> c.mark().layer()));

        Untrusted firstReason = null;
        for (Candidate candidate : candidates) {
            Optional<Untrusted> fault = fault(disk, candidate);
            if (fault.isEmpty() && candidate.point() != null) {
                return new Trusted(candidate.mark(), candidate.point());
            }
            firstReason = firstReason == null ? fault.orElse(null) : firstReason;
        }
        return firstReason == null ? withoutCandidates(disk) : firstReason;
    }

    /// The names of this repository's marks in the active image that are of no use to anybody: the points they
    /// were to belong to were never committed, or are gone.
    ///
    /// @param existing  every point there is in the repository, readable or not
    public static List<String> abandoned(RepositoryId repository, DiskFacts disk, Set<PointId> existing) {
        return ownInActiveLayer(repository, disk).stream()
                .filter(name -> !existing.contains(name.point()))
                .map(MarkName::toString)
                .toList();
    }

    /// The names of this repository's marks in the active image other than the one given.
    public static List<String> ownExcept(RepositoryId repository, DiskFacts disk, String kept) {
        return ownInActiveLayer(repository, disk).stream()
                .map(MarkName::toString)
                .filter(name -> !name.equals(kept))
                .toList();
    }

    /// The granularity for a new mark: a chunk's size, or more where the bits would otherwise exceed what QEMU
    /// loads.
    public static long granularityFor(int chunkSize, long virtualSize) {
        long granularity = Math.clamp(chunkSize, LEAST_GRANULARITY, GREATEST_GRANULARITY);
        while (granularity < GREATEST_GRANULARITY && Math.ceilDiv(virtualSize, granularity) > MOST_BITMAP_BYTES * 8) {
            granularity *= 2;
        }
        return granularity;
    }

    private static List<MarkName> ownInActiveLayer(RepositoryId repository, DiskFacts disk) {
        return disk.marks().stream()
                .filter(mark -> mark.layer() == 0)
                .flatMap(mark -> MarkName.parse(mark.name()).stream())
                .filter(name -> name.repository().equals(repository))
                .toList();
    }

    private record Candidate(MarkFacts mark, @Nullable PointFacts point, int age) {}

    private static Untrusted withoutCandidates(DiskFacts disk) {
        Distrust why = switch (disk.layers().getFirst().marks()) {
            case VALID -> Distrust.NO_MARK;
            case INVALIDATED -> Distrust.MARKS_INVALID;
            case UNREADABLE -> Distrust.UNREADABLE;
        };
        return new Untrusted(why, "");
    }

    private static Optional<Untrusted> fault(DiskFacts disk, Candidate candidate) {
        MarkFacts mark = candidate.mark();
        PointFacts point = candidate.point();
        if (disk.layers().get(mark.layer()).marks() != MarksState.VALID) {
            return untrusted(Distrust.MARKS_INVALID, "");
        }
        if (mark.inconsistent()) {
            return untrusted(Distrust.INCONSISTENT, "");
        }
        if (mark.unusableBecause() != null) {
            return untrusted(Distrust.UNREADABLE, mark.unusableBecause());
        }
        if (!mark.recording()) {
            return untrusted(Distrust.NOT_RECORDING, "");
        }
        if (point == null) {
            return untrusted(Distrust.POINT_UNKNOWN, "");
        }
        if (mark.granularity() != point.markGranularity()) {
            return untrusted(
                    Distrust.GRANULARITY,
                    mark.granularity() + " bytes, recorded " + point.markGranularity() + " bytes");
        }
        if (disk.virtualSize() < point.virtualSize()) {
            return untrusted(
                    Distrust.SHRUNK, point.virtualSize() + " bytes before, " + disk.virtualSize() + " bytes now");
        }
        if (!disk.below(mark.layer()).equals(point.below())) {
            return untrusted(Distrust.CHAIN, "");
        }
        return Optional.empty();
    }

    private static Optional<Untrusted> untrusted(Distrust why, String detail) {
        return Optional.of(new Untrusted(why, detail));
    }
}
