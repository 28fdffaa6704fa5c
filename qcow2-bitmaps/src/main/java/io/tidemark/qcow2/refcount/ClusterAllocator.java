package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Takes free clusters for one change of an image, and gives back either these or the ones they replace.
///
/// Order of use: [#reserve(List)], write and flush what goes there, make it the image's, then [#free(List)];
/// or [#giveBack()] when it is not to be. Counts are of clusters, offsets bytes of the file. One thread at a
/// time.
public final class ClusterAllocator {
    private final ImageSource source;
    private final Header header;
    private final Refcounts refcounts;
    private final OccupiedClusters occupied;
    private final List<ClusterRun> taken = new ArrayList<>();
    /// Clusters of a refcount table that was replaced.
    private final List<ClusterRun> retired = new ArrayList<>();

    /// @param occupied  clusters known to be in use whatever their counts say
    public ClusterAllocator(ImageSource source, Header header, Refcounts refcounts, OccupiedClusters occupied) {
        this.source = source;
        this.header = header;
        this.refcounts = refcounts;
        this.occupied = occupied;
    }

    /// Finds a run for each number of clusters, raises the counts and makes that durable.
    ///
    /// @return the offsets of the runs, in the order asked for
    /// @throws Qcow2FormatException  when clusters count as free that are in use
    public List<Long> reserve(List<Long> counts) throws IOException {
        for (int attempt = 0; ; attempt++) {
            List<ClusterRun> runs = find(counts);
            if (runs.size() == counts.size()) {
                return take(runs);
            }
            if (attempt > counts.size()) {
                // New blocks that do not show up as free: what was written for them is read as something else.
                throw Qcow2FormatException.corrupt(
                        source.name(),
                        header.refcountTableOffset(),
                        "refcount table",
                        "free clusters after growing it",
                        "none after %d times".formatted(attempt));
            }
            long needed = counts.stream().mapToLong(Long::longValue).sum();
            retired.addAll(new RefcountGrowth(refcounts).grow(needed));
        }
    }

    /// Lowers the counts of the clusters taken, durably: they are free again. What was written to them takes
    /// no more room in the file system, where that can be told.
    public void giveBack() throws IOException {
        free(List.copyOf(taken));
        for (ClusterRun run : taken) {
            source.discard(run.first() << header.clusterBits(), run.count() << header.clusterBits());
        }
        taken.clear();
    }

    /// Checks, before anything is written, that some clusters can be freed later: each is counted exactly
    /// once and is nothing else's.
    public void requireFreeable(List<ClusterRun> runs) throws IOException {
        List<ClusterRun> sorted = runs.stream()
                .sorted(Comparator.comparingLong(ClusterRun::first))
                .toList();
        long end = 0;
        for (ClusterRun run : sorted) {
            if (run.first() < end) {
                throw shared(run.first(), "used once", "used twice by bitmaps");
            }
            end = run.end();
        }
        occupied.requireApart(sorted);
        for (ClusterRun run : sorted) {
            for (long cluster = run.first(); cluster < run.end(); cluster++) {
                long count = refcounts.get(cluster);
                if (count != 1) {
                    throw shared(cluster, "a reference count of 1", Long.toUnsignedString(count));
                }
            }
        }
    }

    /// Lowers the counts of clusters that nothing names any more, durably.
    public void free(List<ClusterRun> runs) throws IOException {
        List<ClusterRun> all = new ArrayList<>(runs);
        all.addAll(retired);
        if (all.isEmpty()) {
            return;
        }
        for (ClusterRun run : all) {
            refcounts.set(run, 0);
        }
        refcounts.writeBack();
        source.flush();
        retired.clear();
    }

    /// Clusters that growing left unused and that [#free(List)] has not given back yet.
    public long retiredClusters() {
        return retired.stream().mapToLong(ClusterRun::count).sum();
    }

    private List<ClusterRun> find(List<Long> counts) throws IOException {
        List<ClusterRun> found = new ArrayList<>();
        long from = 0;
        for (long count : counts) {
            Optional<ClusterRun> run = refcounts.findFree(from, count);
            if (run.isEmpty()) {
                break;
            }
            found.add(run.get());
            from = run.get().end();
        }
        occupied.requireApart(found);
        return found;
    }

    private List<Long> take(List<ClusterRun> runs) throws IOException {
        taken.addAll(runs);
        for (ClusterRun run : runs) {
            refcounts.set(run, 1);
        }
        refcounts.writeBack();
        source.flush();
        return runs.stream().map(run -> run.first() << header.clusterBits()).toList();
    }

    private Qcow2FormatException shared(long cluster, String expected, String found) {
        return Qcow2FormatException.corrupt(
                source.name(), cluster << header.clusterBits(), "a cluster of a bitmap", expected, found);
    }
}
