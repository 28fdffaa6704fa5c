package io.tidemark.repository.content;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.map.MapShape;
import io.tidemark.repository.map.MapWindow;
import io.tidemark.repository.pack.BufferPool;
import io.tidemark.repository.pack.RecordLocation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks a part of a map and cuts its data chunks into windows. Used by one thread.
final class WindowPlanner {

    private static final int LEAVES_AT_ONCE = 512;
    private static final long CHUNKS_AT_ONCE = (long) LEAVES_AT_ONCE * MapShape.FANOUT;

    private final MapReader map;
    private final ChunkFetch fetch;
    private final BufferPool buffers;
    private final int chunkSize;
    private final long end;
    private long chunk;
    private long loadedUntil;
    private @Nullable MapWindow leaves;

    /// @param start  the first chunk
    /// @param end  the chunk after the last one
    WindowPlanner(MapReader map, ChunkFetch fetch, BufferPool buffers, int chunkSize, long start, long end) {
        this.map = map;
        this.fetch = fetch;
        this.buffers = buffers;
        this.chunkSize = chunkSize;
        this.chunk = start;
        this.loadedUntil = start;
        this.end = end;
    }

    /// The next window, or null when no data is left. Waits for a free buffer.
    @Nullable
    ReadWindow next() throws IOException {
        ReadWindow window = null;
        skipHoles();
        while (chunk < end && (window == null || !window.isFull())) {
            MapWindow current = leavesOf(chunk);
            DamagedNode damage = current.damageAt(chunk);
            ChunkId id = damage == null ? current.chunkId(chunk) : null;
            if (damage == null && id == null) {
                chunk++;
                skipHoles();
                continue;
            }
            if (window == null) {
                window = new ReadWindow(buffers.borrow(), chunkSize);
            }
            if (damage != null) {
                long until = Math.min(end, damage.firstChunk() + damage.chunkCount());
                window.addDamage(chunk, until - chunk, damage.cause());
                chunk = until;
                skipHoles();
            } else if (id != null) {
                add(window, id);
                chunk++;
                skipHoles();
            }
        }
        return window;
    }

    private void add(ReadWindow window, ChunkId id) throws IOException {
        try {
            List<RecordLocation> places = fetch.locate(id);
            window.add(chunk, id, places);
        } catch (RepositoryException e) {
            window.addDamage(chunk, 1, e);
        }
    }

    private MapWindow leavesOf(long number) throws IOException {
        MapWindow current = leaves;
        if (current == null || number >= loadedUntil) {
            long first = number / CHUNKS_AT_ONCE * CHUNKS_AT_ONCE;
            current = map.window(first / MapShape.FANOUT, LEAVES_AT_ONCE);
            leaves = current;
            loadedUntil = first + CHUNKS_AT_ONCE;
        }
        return current;
    }

    /// Goes over holes without looking at each of their chunks.
    private void skipHoles() throws IOException {
        if (chunk < end && chunk >= loadedUntil) {
            long leaf = map.nextLeaf(chunk / MapShape.FANOUT);
            chunk = leaf < 0 ? end : Math.max(chunk, leaf * MapShape.FANOUT);
        }
    }
}
