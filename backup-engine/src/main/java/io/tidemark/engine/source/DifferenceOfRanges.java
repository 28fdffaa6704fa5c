package io.tidemark.engine.source;

import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What an ascending stream covers and another, merged one does not.
final class DifferenceOfRanges implements Ranges {
    private final Ranges covered;
    private final Ranges removed;
    private @Nullable ByteRange rest;
    private @Nullable ByteRange hidden;
    private boolean started;

    DifferenceOfRanges(Ranges covered, Ranges removed) {
        this.covered = covered;
        this.removed = removed;
    }

    @Override
    public @Nullable ByteRange next() throws IOException {
        if (!started) {
            rest = covered.next();
            hidden = removed.next();
            started = true;
        }
        while (rest != null) {
            ByteRange current = rest;
            while (hidden != null && hidden.end() <= current.start()) {
                hidden = removed.next();
            }
            long visibleEnd = hidden == null ? current.end() : Math.min(current.end(), hidden.start());
            rest = after(current, hidden == null ? current.end() : hidden.end());
            if (visibleEnd > current.start()) {
                return new ByteRange(current.start(), visibleEnd - current.start());
            }
        }
        return null;
    }

    /// What is left of a range from a position on, or the stream's next range.
    private @Nullable ByteRange after(ByteRange range, long position) throws IOException {
        return position < range.end() ? new ByteRange(position, range.end() - position) : covered.next();
    }
}
