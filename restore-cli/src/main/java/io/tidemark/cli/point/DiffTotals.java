package io.tidemark.cli.point;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.content.DiskDiff;

/// Adds up what is found about a disk, and passes it on.
final class DiffTotals implements DiskDiff.Sink {
    private final DiffOutput output;
    private long changedBytes;
    private long changedRanges;
    private long damagedRanges;

    DiffTotals(DiffOutput output) {
        this.output = output;
    }

    @Override
    public void changed(DataRange range) {
        changedBytes += range.length();
        changedRanges++;
        output.changed(range);
    }

    @Override
    public void damaged(DamagedRange range) {
        damagedRanges++;
        output.damaged(range);
    }

    long changedBytes() {
        return changedBytes;
    }

    long changedRanges() {
        return changedRanges;
    }

    long damagedRanges() {
        return damagedRanges;
    }
}
