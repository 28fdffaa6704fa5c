package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/// The clusters that the image's own metadata takes, whatever the reference counts say: the last guard
/// against a damaged or hostile image that would have metadata overwritten or freed.
///
/// Covers header, refcount table and blocks, active L1 and L2 tables, the start of the snapshot table, and what the
/// caller adds.
public final class OccupiedClusters {
    private static final int PIECE = 1 << 20;

    private final String image;
    private final int clusterBits;
    /// Ascending and apart from each other.
    private final List<ClusterRun> runs;
    /// Refcount blocks and L2 tables, ascending.
    private final long[] singles;

    private OccupiedClusters(String image, int clusterBits, List<ClusterRun> runs, long[] singles) {
        this.image = image;
        this.clusterBits = clusterBits;
        this.runs = merged(runs);
        this.singles = singles;
    }

    /// Collects them.
    ///
    /// @param more  further clusters in use
    public static OccupiedClusters of(ImageSource source, Header header, Refcounts refcounts, List<ClusterRun> more)
            throws IOException {
        List<ClusterRun> runs = new ArrayList<>(more);
        runs.add(new ClusterRun(0, 1));
        if (header.refcountTableClusters() > 0) {
            runs.add(refcounts.tableRun());
        }
        if (header.snapshots() > 0) {
            runs.add(new ClusterRun(header.snapshotsOffset() >>> header.clusterBits(), 1));
        }
        if (header.l1Entries() > 0) {
            long clusters = header.clustersFor(header.l1Entries() * 8L);
            runs.add(new ClusterRun(header.l1Offset() >>> header.clusterBits(), clusters));
        }
        long[] singles = LongStream.concat(refcounts.blockClusters(), Arrays.stream(l2Tables(source, header)))
                .sorted()
                .toArray();
        return new OccupiedClusters(source.name(), header.clusterBits(), runs, singles);
    }

    /// Refuses the image when a run meets one of these clusters.
    void requireApart(ClusterRun run) throws Qcow2FormatException {
        int single = Arrays.binarySearch(singles, run.first());
        int from = single >= 0 ? single : -single - 1;
        if (from < singles.length && singles[from] < run.end()) {
            throw conflict(run, singles[from]);
        }
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).first() < run.end()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low > 0 && runs.get(low - 1).end() > run.first()) {
            throw conflict(run, runs.get(low - 1).first());
        }
    }

    private Qcow2FormatException conflict(ClusterRun run, long cluster) {
        return Qcow2FormatException.corrupt(
                image,
                run.first() << clusterBits,
                "clusters of a bitmap, or counted as free",
                "no other use",
                "metadata at " + (cluster << clusterBits));
    }

    private static List<ClusterRun> merged(List<ClusterRun> runs) {
        List<ClusterRun> merged = new ArrayList<>();
        for (ClusterRun run : runs.stream()
                .sorted(Comparator.comparingLong(ClusterRun::first))
                .toList()) {
            ClusterRun last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && run.first() <= last.end()) {
                long end = Math.max(last.end(), run.end());
                merged.set(merged.size() - 1, new ClusterRun(last.first(), end - last.first()));
            } else {
                merged.add(run);
            }
        }
        return List.copyOf(merged);
    }

    private static long[] l2Tables(ImageSource source, Header header) throws IOException {
        long[] tables = new long[header.l1Entries()];
        int found = 0;
        long left = header.l1Entries() * 8L;
        long at = header.l1Offset();
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, left));
        while (left > 0) {
            piece.clear().limit((int) Math.min(piece.capacity(), left));
            source.readPadded(piece, at);
            for (int i = 0; i < piece.limit(); i += Long.BYTES) {
                long offset = L2Entry.hostOffset(piece.getLong(i));
                if (offset != 0) {
                    tables[found++] = offset >>> header.clusterBits();
                }
            }
            at += piece.limit();
            left -= piece.limit();
        }
        return Arrays.copyOf(tables, found);
    }
}
