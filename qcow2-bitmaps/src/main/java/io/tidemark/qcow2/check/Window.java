package io.tidemark.qcow2.check;

import io.tidemark.qcow2.check.Use.Sharing;
import java.util.Arrays;

/// How often the clusters of a stretch of the file are used, and whether by things that may share them.
final class Window {
    private static final int MOST = (1 << 30) - 1;
    private static final int OVERLAP = 0;

    private final long start;
    private final long end;
    /// How often a cluster is used, up to [#MOST], and above that what uses it: a [#kind(Sharing)], or
    /// [#OVERLAP].
    private final int[] counts;

    /// @param start  first cluster
    /// @param end  the one after the last
    /// @param counts  room for the counts, at least as long as the stretch; cleared
    Window(long start, long end, int[] counts) {
        this.start = start;
        this.end = end;
        this.counts = counts;
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
        int kind = kind(use.sharing());
        for (long cluster = Math.max(start, first); cluster <= Math.min(end - 1, last); cluster++) {
            int at = (int) (cluster - start);
            int count = counts[at] & MOST;
            boolean alone = count == 0 && (times == 1 || use.sharing() != Sharing.NONE);
            boolean alike = count > 0 && counts[at] >>> 30 == kind && use.sharing() != Sharing.NONE;
            counts[at] = (int) Math.min(MOST, (long) count + times) | (alone || alike ? kind : OVERLAP) << 30;
        }
    }

    int count(long cluster) {
        return counts[(int) (cluster - start)] & MOST;
    }

    /// Whether the cluster is used by things that must not share one.
    boolean overlaps(long cluster) {
        int value = counts[(int) (cluster - start)];
        return value != 0 && value >>> 30 == OVERLAP;
    }

    private static int kind(Sharing sharing) {
        return switch (sharing) {
            case NONE -> 1;
            case WITH_L2_TABLES -> 2;
            case WITH_DATA -> 3;
        };
    }
}
