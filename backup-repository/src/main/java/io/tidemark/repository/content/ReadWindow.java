package io.tidemark.repository.content;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.RecordLocation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Some consecutive data chunks of a disk, on their way together. Filled by the planner, decoded by many threads, and
/// delivered by one once all are done.
final class ReadWindow {

    /// One chunk of the window, or a damaged part of the map.
    static final class Item {
        private final long firstChunk;
        private final long chunkCount;
        private final @Nullable ChunkId id;
        private final List<RecordLocation> places;
        private final int slot;
        private volatile @Nullable RepositoryException damage;

        private Item(
                long firstChunk,
                long chunkCount,
                @Nullable ChunkId id,
                List<RecordLocation> places,
                int slot,
                @Nullable RepositoryException damage) {
            this.firstChunk = firstChunk;
            this.chunkCount = chunkCount;
            this.id = id;
            this.places = places;
            this.slot = slot;
            this.damage = damage;
        }

        long firstChunk() {
            return firstChunk;
        }

        long chunkCount() {
            return chunkCount;
        }

        /// The chunk's id; a damaged part of the map has none, and is never fetched.
        ChunkId id() {
            if (id == null) {
                throw new IllegalStateException("A damaged part of a map is not a chunk");
            }
            return id;
        }

        List<RecordLocation> places() {
            return places;
        }

        @Nullable
        RepositoryException damage() {
            return damage;
        }

        void damagedBy(RepositoryException cause) {
            damage = cause;
        }
    }

    private final int chunkSize;
    private final ByteBuffer plain;
    private final List<Item> items = new ArrayList<>();
    private int slots;
    private CountDownLatch open = new CountDownLatch(0);

    /// An empty window.
    ///
    /// @param plain  takes the decoded chunks
    ReadWindow(ByteBuffer plain, int chunkSize) {
        this.plain = plain;
        this.chunkSize = chunkSize;
    }

    boolean isFull() {
        return (slots + 1) * chunkSize > plain.capacity();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    void add(long chunk, ChunkId id, List<RecordLocation> places) {
        items.add(new Item(chunk, 1, id, places, slots++, null));
    }

    void addDamage(long firstChunk, long chunkCount, RepositoryException cause) {
        items.add(new Item(firstChunk, chunkCount, null, List.of(), -1, cause));
    }

    /// Ends the filling.
    ///
    /// @return the chunks to be fetched
    List<Item> close() {
        List<Item> wanted =
                items.stream().filter(item -> !item.places().isEmpty()).toList();
        open = new CountDownLatch(wanted.size());
        return wanted;
    }

    void itemDone() {
        open.countDown();
    }

    /// Wakes who waits, although chunks are missing.
    void abandon() {
        while (open.getCount() > 0) {
            open.countDown();
        }
    }

    void awaitAll() throws InterruptedException {
        open.await();
    }

    /// Where an item's chunk is decoded to.
    ByteBuffer place(Item item) {
        return plain.slice(item.slot * chunkSize, chunkSize);
    }

    List<Item> items() {
        return items;
    }

    ByteBuffer buffer() {
        return plain;
    }
}
