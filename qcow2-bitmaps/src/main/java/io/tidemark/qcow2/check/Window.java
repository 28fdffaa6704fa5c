package io.tidemark.qcow2.check;

import io.tidemark.qcow2.check.Use.Sharing;
import java.util.Arrays;

/// How often the clusters of a stretch of the file are used, and whether by things that may share them.
final class Window {
    private static final byte OVERLAP = -1;

    private final long start;
    private final long end;
    private final int[] counts;
    /// What uses a cluster: 0 for nothing yet, a [#kind(Sharing)], or [#OVERLAP].
    private final byte[] sharing;

    /// @param start  first cluster
    /// @param end  the one after the last
    /// @param counts  room for the counts, at least as long as the stretch; cleared
    Window(long start, long end, int[] counts) {
        this.start = start;
        this.end = end;
        this.counts = counts;
        this.sharing = new byte[counts.length];
        Arrays.fill(counts, 0);
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    boolean contains(long cluster) {
        return cluster >= start && cluster < end;
    }

    /// Counts uses of the clusters from the first to the last, as far as they are in the stretch.
    void add(Use use, long first, long last, int times) {
        byte kind = kind(use.sharing());
        for (long cluster = Math.max(start, first); cluster <= Math.min(end - 1, last); cluster++) {
            int at = (int) (cluster - start);
            boolean alone = counts[at] == 0 && (times == 1 || use.sharing() != Sharing.NONE);
            boolean alike = sharing[at] == kind && use.sharing() != Sharing.NONE;
            sharing[at] = alone || alike ? kind : OVERLAP;
            counts[at] = (int) Math.min(Integer.MAX_VALUE, (long) counts[at] + times);
        }
    }

    int count(long cluster) {
        return counts[(int) (cluster - start)];
    }

    /// Whether the cluster is used by things that must not share one.
    boolean overlaps(long cluster) {
        return sharing[(int) (cluster - start)] == OVERLAP;
    }

    private static byte kind(Sharing sharing) {
        return switch (sharing) {
            case NONE -> 1;
            case WITH_L2_TABLES -> 2;
            case WITH_DATA -> 3;
        };
    }
}
