package io.tidemark.repository.content;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.map.MapCursor;
import io.tidemark.repository.map.MapCursor.Item;
import io.tidemark.repository.pack.BufferPool;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Walks a part of a map and cuts its data chunks into windows. Used by one thread.
final class WindowPlanner {

    private final MapCursor cursor;
    private final ChunkFetch fetch;
    private final BufferPool buffers;
    private final int chunkSize;

    /// @param buffers  of the size of a window's chunks
    WindowPlanner(MapCursor cursor, ChunkFetch fetch, BufferPool buffers, int chunkSize) {
        this.cursor = cursor;
        this.fetch = fetch;
        this.buffers = buffers;
        this.chunkSize = chunkSize;
    }

    /// The next window, or null when no data is left. Waits for a free buffer.
    @Nullable
    ReadWindow next() throws IOException {
        ReadWindow window = null;
        while (window == null || !window.isFull()) {
            Item item = cursor.next();
            if (item == null) {
                return window;
            }
            if (window == null) {
                window = new ReadWindow(buffers.borrow(), chunkSize);
            }
            switch (item) {
                case Item.Data data -> add(window, data);
                case Item.Damaged damaged -> window.addDamage(damaged.chunk(), damaged.count(), damaged.cause());
            }
        }
        return window;
    }

    private void add(ReadWindow window, Item.Data data) throws IOException {
        try {
            window.add(data.chunk(), data.id(), fetch.locate(data.id()));
        } catch (RepositoryException e) {
            window.addDamage(data.chunk(), 1, e);
        }
    }
}
