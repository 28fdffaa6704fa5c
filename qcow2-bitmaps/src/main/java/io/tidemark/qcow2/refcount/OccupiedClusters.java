package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The clusters that the image's own metadata takes, whatever the reference counts say: the last guard
/// against a damaged or hostile image that would have metadata overwritten or freed.
///
/// Covers header, refcount table and blocks, active L1 and L2 tables, the start of the snapshot table, and
/// what the caller adds. The L1 table is read in pieces for each question: it may have 32 MiB.
public final class OccupiedClusters {
    private static final int PIECE = 1 << 20;

    private final ImageSource source;
    private final Header header;
    private final Refcounts refcounts;
    private final List<ClusterRun> more;

    /// @param more  further clusters in use
    public OccupiedClusters(ImageSource source, Header header, Refcounts refcounts, List<ClusterRun> more) {
        this.source = source;
        this.header = header;
        this.refcounts = refcounts;
        this.more = List.copyOf(more);
    }

    /// Refuses the image when one of some runs meets one of these clusters.
    ///
    /// @param ascending  runs in ascending order, apart from each other
    void requireApart(List<ClusterRun> ascending) throws IOException {
        if (ascending.isEmpty()) {
            return;
        }
        for (ClusterRun run : whole()) {
            requireApart(ascending, run.first(), run.end());
        }
        for (int i = 0; i < refcounts.tableLength(); i++) {
            long block = refcounts.blockCluster(i);
            if (block > 0) {
                requireApart(ascending, block, block + 1);
            }
        }
        requireApartFromL2Tables(ascending);
    }

    private List<ClusterRun> whole() {
        List<ClusterRun> runs = new ArrayList<>(more);
        runs.add(new ClusterRun(0, 1));
        if (refcounts.tableRun().count() > 0) {
            runs.add(refcounts.tableRun());
        }
        if (header.snapshots() > 0) {
            runs.add(new ClusterRun(header.snapshotsOffset() >>> header.clusterBits(), 1));
        }
        if (header.l1Entries() > 0) {
            long clusters = header.clustersFor(header.l1Entries() * 8L);
            runs.add(new ClusterRun(header.l1Offset() >>> header.clusterBits(), clusters));
        }
        return runs;
    }

    private void requireApartFromL2Tables(List<ClusterRun> ascending) throws IOException {
        long left = header.l1Entries() * 8L;
        long at = header.l1Offset();
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, left));
        while (left > 0) {
            piece.clear().limit((int) Math.min(piece.capacity(), left));
            source.readPadded(piece, at);
            for (int i = 0; i < piece.limit(); i += Long.BYTES) {
                long table = L2Entry.hostOffset(piece.getLong(i)) >>> header.clusterBits();
                if (table != 0) {
                    requireApart(ascending, table, table + 1);
                }
            }
            at += piece.limit();
            left -= piece.limit();
        }
    }

    private void requireApart(List<ClusterRun> ascending, long first, long end) throws Qcow2FormatException {
        int low = 0;
        int high = ascending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending.get(middle).first() < end) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low > 0 && ascending.get(low - 1).end() > first) {
            throw Qcow2FormatException.corrupt(
                    source.name(),
                    ascending.get(low - 1).first() << header.clusterBits(),
                    "clusters of a bitmap, or counted as free",
                    "no other use",
                    "metadata at " + (first << header.clusterBits()));
        }
    }
}
