package io.tidemark.cli.point;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import org.jspecify.annotations.Nullable;

/// Where a difference is shown, as it is found: it may be longer than memory.
interface DiffOutput {
    void begin(Point before, Point after);

    /// A disk begins.
    ///
    /// @param before  as it was, or null if it was added
    /// @param after  as it became, or null if it was removed
    void disk(String name, @Nullable PointDisk before, @Nullable PointDisk after);

    void changed(DataRange range);

    void damaged(DamagedRange range);

    void diskEnd(DiffTotals totals, long pagesRead);

    void end();
}
