package io.tidemark.repository.content;

import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.map.MapShape;
import io.tidemark.repository.map.MapWindow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The ranges of a disk that are not holes: ascending, merged, and clipped to what was asked for. Reads the map as it
/// goes, in constant memory. Used by one thread.
public final class DataCursor {

    private static final int LEAVES_AT_ONCE = 512;
    private static final long CHUNKS_AT_ONCE = (long) LEAVES_AT_ONCE * MapShape.FANOUT;

    private final MapReader map;
    private final int chunkSize;
    private final long from;
    private final long to;
    private final long end;
    private long chunk;
    private long windowEnd;
    private @Nullable MapWindow window;

    DataCursor(MapReader map, int chunkSize, long from, long to) {
        this.map = map;
        this.chunkSize = chunkSize;
        this.from = from;
        this.to = to;
        this.chunk = from / chunkSize;
        this.end = from == to ? chunk : (to - 1) / chunkSize + 1;
    }

    /// The next range, or null at the end.
    ///
    /// @throws io.tidemark.repository.error.RepositoryException if the map is damaged here
    public @Nullable DataRange next() throws IOException {
        skipHoles();
        while (chunk < end && !isData(chunk)) {
            chunk++;
            skipHoles();
        }
        if (chunk >= end) {
            return null;
        }
        long start = Math.max(from, chunk * chunkSize);
        while (chunk < end && isData(chunk)) {
            chunk++;
        }
        return new DataRange(start, Math.min(to, chunk * chunkSize) - start);
    }

    /// Goes over holes without looking at each of their chunks.
    private void skipHoles() throws IOException {
        if (chunk < end && chunk >= windowEnd) {
            long leaf = map.nextLeaf(chunk / MapShape.FANOUT);
            chunk = leaf < 0 ? end : Math.max(chunk, leaf * MapShape.FANOUT);
        }
    }

    private boolean isData(long number) throws IOException {
        MapWindow current = window;
        if (current == null || number >= windowEnd) {
            long first = number / CHUNKS_AT_ONCE * CHUNKS_AT_ONCE;
            current = map.window(first / MapShape.FANOUT, LEAVES_AT_ONCE);
            window = current;
            windowEnd = first + CHUNKS_AT_ONCE;
        }
        DamagedNode damage = current.damageAt(number);
        if (damage != null) {
            throw damage.cause();
        }
        return current.chunkId(number) != null;
    }
}
