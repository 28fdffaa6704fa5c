package io.tidemark.cli.point;

import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A difference for people.
final class DiffLines implements DiffOutput {
    private static final int LISTED = 20;

    private final Terminal terminal;
    private int listed;

    DiffLines(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(Point before, Point after) {
        terminal.line("from " + before.id() + "  " + Instants.of(before.createdAt()) + "  " + before.machine());
        terminal.line("to   " + after.id() + "  " + Instants.of(after.createdAt()) + "  " + after.machine());
    }

    @Override
    public void disk(String name, @Nullable PointDisk before, @Nullable PointDisk after) {
        listed = 0;
        if (before == null && after != null) {
            terminal.line("  " + name + ": added, " + Sizes.of(after.virtualSize()));
        } else if (before != null && after == null) {
            terminal.line("  " + name + ": removed, it had " + Sizes.of(before.virtualSize()));
        } else if (before != null && after != null) {
            terminal.line("  " + name + ": "
                    + (before.virtualSize() == after.virtualSize()
                            ? Sizes.of(after.virtualSize())
                            : "resized from " + before.virtualSize() + " to " + after.virtualSize() + " bytes"));
        }
    }

    @Override
    public void changed(DataRange range) {
        listed++;
        if (listed <= LISTED) {
            terminal.line("    " + range.start() + " to " + (range.start() + range.length()));
        }
    }

    @Override
    public void damaged(DamagedRange range) {
        DamagedRanges.tell(terminal, List.of(range));
    }

    @Override
    public void diskEnd(DiffTotals totals, long pagesRead) {
        if (totals.changedRanges() > LISTED) {
            terminal.line("    … and " + (totals.changedRanges() - LISTED) + " more; --json lists all");
        }
        terminal.line("    " + Sizes.of(totals.changedBytes()) + " in " + totals.changedRanges() + " range(s) differ"
                + (totals.damagedRanges() == 0 ? "" : "; the map is DAMAGED elsewhere"));
    }

    @Override
    public void end() {}
}
