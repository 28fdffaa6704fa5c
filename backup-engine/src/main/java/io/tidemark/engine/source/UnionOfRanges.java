package io.tidemark.engine.source;

import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Merges ascending streams into one in which no two ranges overlap or touch.
final class UnionOfRanges implements Ranges {
    private final List<Ranges> parts;
    private final @Nullable ByteRange[] heads;
    private boolean started;

    UnionOfRanges(List<Ranges> parts) {
        this.parts = parts;
        this.heads = new ByteRange[parts.size()];
    }

    @Override
    public @Nullable ByteRange next() throws IOException {
        if (!started) {
            for (int part = 0; part < heads.length; part++) {
                heads[part] = parts.get(part).next();
            }
            started = true;
        }
        ByteRange first = takeSmallest(Long.MAX_VALUE);
        if (first == null) {
            return null;
        }
        long end = first.end();
        for (ByteRange more = takeSmallest(end); more != null; more = takeSmallest(end)) {
            end = Math.max(end, more.end());
        }
        return new ByteRange(first.start(), end - first.start());
    }

    /// Takes the head that starts first, provided it starts at `limit` or before.
    private @Nullable ByteRange takeSmallest(long limit) throws IOException {
        int smallest = -1;
        ByteRange found = null;
        for (int part = 0; part < heads.length; part++) {
            ByteRange head = heads[part];
            if (head != null && head.start() <= limit && (found == null || head.start() < found.start())) {
                smallest = part;
                found = head;
            }
        }
        if (found != null) {
            heads[smallest] = parts.get(smallest).next();
        }
        return found;
    }
}
