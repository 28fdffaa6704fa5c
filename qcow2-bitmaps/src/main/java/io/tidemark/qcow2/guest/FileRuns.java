package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where a file has data and where it has holes, as far as its file system tells; the run found last is at
/// hand.
///
/// For files that nobody writes to meanwhile. Threads may share it.
final class FileRuns {
    private final ImageSource source;
    private volatile @Nullable Run last;

    /// @param end  the first byte that is of the other kind; `Long.MAX_VALUE` when none follows
    record Run(long start, long end, boolean data) {
        static final Run ALL_DATA = new Run(0, Long.MAX_VALUE, true);
    }

    FileRuns(ImageSource source) {
        this.source = source;
    }

    /// The run that a position is in. What is behind the end of the file is a hole.
    Run at(long position) throws IOException {
        Run known = last;
        if (known != null && position >= known.start() && position < known.end()) {
            return known;
        }
        Run run = find(position);
        last = run;
        return run;
    }

    private Run find(long position) throws IOException {
        long size = source.size();
        if (position >= size) {
            return new Run(position, Long.MAX_VALUE, false);
        }
        long data = source.nextData(position);
        if (data > position) {
            return new Run(position, data >= size ? Long.MAX_VALUE : data, false);
        }
        // A hole that is made right here between the two questions does not count.
        return new Run(position, Math.max(position + 1, source.nextHole(position)), true);
    }
}
