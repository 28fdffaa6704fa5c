package io.tidemark.repository.content;

import io.tidemark.repository.map.MapCursor;
import io.tidemark.repository.map.MapCursor.Item;
import io.tidemark.repository.map.MapReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The ranges of a disk that are not holes: ascending, merged, and clipped to what was asked for. Reads the map as it
/// goes, in constant memory. Used by one thread.
public final class DataCursor {

    private final MapCursor cursor;
    private final int chunkSize;
    private final long from;
    private final long to;
    private @Nullable Item ahead;
    private boolean started;

    DataCursor(MapReader map, int chunkSize, long from, long to) {
        this.cursor = new MapCursor(map, from / chunkSize, from == to ? 0 : (to - 1) / chunkSize + 1);
        this.chunkSize = chunkSize;
        this.from = from;
        this.to = to;
    }

    /// The next range, or null at the end.
    ///
    /// @throws io.tidemark.repository.error.RepositoryException if the map is damaged here
    public @Nullable DataRange next() throws IOException {
        Item first = started ? ahead : cursor.next();
        started = true;
        if (first == null) {
            return null;
        }
        long endChunk = chunkOf(first) + 1;
        Item next = cursor.next();
        while (next instanceof Item.Data data && data.chunk() == endChunk) {
            endChunk++;
            next = cursor.next();
        }
        ahead = next;
        long start = Math.max(from, first.chunk() * chunkSize);
        return new DataRange(start, Math.min(to, endChunk * chunkSize) - start);
    }

    private static long chunkOf(Item item) throws IOException {
        return switch (item) {
            case Item.Data data -> data.chunk();
            case Item.Damaged damaged -> throw damaged.cause();
        };
    }
}
