package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkEncoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.map.ChangeLog;
import io.tidemark.repository.map.MapPages;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.map.MapRoot;
import io.tidemark.repository.map.MapShape;
import io.tidemark.repository.map.MapUpdate;
import io.tidemark.repository.point.Point;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Takes the content of one disk for a new point, chunk by chunk, in any order and from any number of
/// threads.
///
/// Chunks that are never given keep the content of the base, or are holes when there is no base. A disk that
/// is smaller than its base is cut, one that is larger starts as a hole there. Give each chunk once: when one
/// is given several contents, one of them is taken. Made by [PointWriter#disk], and of no use after that
/// writer's end.
public final class DiskWriter implements AutoCloseable {

    private final String name;
    private final long virtualSize;
    private final int chunkSize;
    private final MapShape shape;
    private final @Nullable DiskContent base;
    private final ChunkStorage storage;
    private final CodecPool<ChunkEncoder> encoders;
    private final ChangeLog changes;
    private final LongAdder holes = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private volatile boolean tailGiven;

    DiskWriter(
            String name,
            long virtualSize,
            int chunkSize,
            @Nullable DiskContent base,
            ChunkStorage storage,
            CodecPool<ChunkEncoder> encoders,
            ChangeLog changes) {
        this.name = name;
        this.virtualSize = virtualSize;
        this.chunkSize = chunkSize;
        this.shape = MapShape.of(virtualSize, chunkSize);
        this.base = base;
        this.storage = storage;
        this.encoders = encoders;
        this.changes = changes;
    }

    public String name() {
        return name;
    }

    public long virtualSize() {
        return virtualSize;
    }

    /// The disk's length in chunks, the last one perhaps shorter.
    public long chunkCount() {
        return shape.chunkCount();
    }

    /// Stores the content of a chunk. Hashes and compresses on the calling thread; waits while all memory for
    /// packs is in use.
    ///
    /// @param plain  the chunk, from position to limit, which do not move; copied before this returns.
    ///     Shorter than a chunk only for the last one of the disk, which ends with the disk
    /// @throws IOException if this chunk, or anything given before, could not be stored; the point cannot be
    ///     committed then
    public StoreOutcome put(long chunkNumber, ByteBuffer plain) throws IOException {
        requireInside(chunkNumber, 1);
        long length = Math.min(chunkSize, virtualSize - chunkNumber * chunkSize);
        if (plain.remaining() != length) {
            throw new IllegalArgumentException("Chunk " + chunkNumber + " of disk " + name + " has " + length
                    + " bytes, not " + plain.remaining());
        }
        noteTail(chunkNumber, 1);
        return encoders.with(encoder -> put(chunkNumber, plain, encoder));
    }

    private StoreOutcome put(long chunkNumber, ByteBuffer plain, ChunkEncoder encoder) throws IOException {
        encoder.load(plain);
        if (encoder.isZero()) {
            if (base != null) {
                changes.put(chunkNumber, null);
            }
            holes.increment();
            return StoreOutcome.HOLE;
        }
        ChunkId id = encoder.id();
        if (base != null
                && chunkNumber < base.chunkCount()
                && id.equals(base.chunkId(chunkNumber))
                && !base.isLost(id)) {
            unchanged.increment();
            return StoreOutcome.UNCHANGED;
        }
        int bytes = storage.storeChunk(id, encoder);
        changes.put(chunkNumber, id);
        if (bytes == 0) {
            known.increment();
            return StoreOutcome.KNOWN;
        }
        stored.increment();
        storedBytes.add(bytes);
        return StoreOutcome.NEW;
    }

    /// A range of chunks is zero or unallocated; no need to read it. Chunks of it that are also put keep what
    /// was put.
    public void hole(long firstChunk, long count) throws IOException {
        requireInside(firstChunk, count);
        if (base != null && count > 0) {
            noteTail(firstChunk, count);
            changes.hole(firstChunk, count);
        }
    }

    private void requireInside(long firstChunk, long count) {
        if (firstChunk < 0 || count < 0 || firstChunk > chunkCount() - count) {
            throw new IllegalArgumentException("Disk " + name + " has " + chunkCount() + " chunks; " + count + " from "
                    + firstChunk + " on are not all inside");
        }
    }

    private void noteTail(long firstChunk, long count) {
        if (firstChunk + count == chunkCount()) {
            tailGiven = true;
        }
    }

    /// What became of the chunks so far.
    public DiskStatistics statistics() {
        return new DiskStatistics(holes.sum(), unchanged.sum(), known.sum(), stored.sum(), storedBytes.sum());
    }

    /// The point that this disk continues, if there is one.
    Optional<Point> base() {
        return Optional.ofNullable(base).map(DiskContent::point);
    }

    /// Makes the disk's map.
    MapRoot finish(MapPages pages) throws IOException {
        cutTail();
        MapReader old = base == null ? null : base.map();
        return MapUpdate.apply(old, pages, shape, changes, storage::storePage);
    }

    /// A disk that was cut inside a chunk must not show the old bytes behind the cut when it grows again.
    private void cutTail() throws IOException {
        int length = (int) (virtualSize % chunkSize);
        if (base == null || tailGiven || length == 0 || virtualSize >= base.virtualSize()) {
            return;
        }
        ByteBuffer tail = ByteBuffer.allocate(length);
        base.read(virtualSize - length, tail);
        put(chunkCount() - 1, tail.flip());
    }

    /// Called by the [PointWriter] that made this.
    @Override
    public void close() throws IOException {
        changes.close();
    }
}
