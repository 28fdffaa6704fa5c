package io.tidemark.repository.content;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.error.ChunkCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The content of one disk at one point. Nothing is read before it is asked for; everything read is proved by
/// its id.
///
/// Thread-safe. Usable until the repository it came from is closed.
public final class DiskContent {

    private final Point point;
    private final PointDisk disk;
    private final int chunkSize;
    private final MapReader map;
    private final ChunkFetch fetch;

    /// Made by `Repository.content`.
    public DiskContent(
            Point point,
            PointDisk disk,
            int chunkSize,
            MapReader map,
            ChunkIndex index,
            PackReader packs,
            CodecPool<ChunkDecoder> decoders) {
        this.point = point;
        this.disk = disk;
        this.chunkSize = chunkSize;
        this.map = map;
        this.fetch = new ChunkFetch(index, packs, decoders, chunkSize);
    }

    public Point point() {
        return point;
    }

    public PointDisk disk() {
        return disk;
    }

    /// The tree behind this content.
    public MapReader map() {
        return map;
    }

    /// Bytes the guest sees.
    public long virtualSize() {
        return disk.virtualSize();
    }

    public int chunkSize() {
        return chunkSize;
    }

    /// The disk's length in chunks, the last one perhaps cut off by the disk's end.
    public long chunkCount() {
        return map.shape().chunkCount();
    }

    /// The id of a chunk, or null for a hole.
    public @Nullable ChunkId chunkId(long chunkNumber) throws IOException {
        if (chunkNumber < 0 || chunkNumber >= chunkCount()) {
            throw new IllegalArgumentException(describe() + " has " + chunkCount() + " chunks, none is " + chunkNumber);
        }
        return map.chunkId(chunkNumber);
    }

    /// Whether a chunk is known to be lost: a verification has found every copy of it damaged. A backup that
    /// has its content stores it again, and then it is lost no more.
    public boolean isLost(ChunkId id) {
        return fetch.isLost(id);
    }

    /// The chunks that are known to be lost, ascending. Costs nothing as long as no damage is known;
    /// otherwise the whole map is read.
    public LostChunks lostChunks() {
        return new LostChunks(map, fetch);
    }

    /// The ranges of a part of the disk that are not holes. What is not in them reads as zeros.
    ///
    /// @param from  in bytes
    /// @param length  in bytes; the part ends inside the disk
    public DataCursor data(long from, long length) {
        requireInside(from, length);
        return new DataCursor(map, chunkSize, from, from + length);
    }

    /// Fills a buffer, from its position to its limit, with the disk's bytes from an offset on. For a few
    /// chunks: each costs a request. [#readAll] reads many.
    ///
    /// @throws ChunkCorruptException if what is stored for these bytes is damaged
    public void read(long offset, ByteBuffer destination) throws IOException {
        requireInside(offset, destination.remaining());
        ByteBuffer plain = ByteBuffer.allocate(chunkSize);
        ByteBuffer scratch = ByteBuffer.allocate(fetch.longestRecord());
        while (destination.hasRemaining()) {
            long chunk = offset / chunkSize;
            int start = (int) (offset % chunkSize);
            int length = Math.min(chunkSize - start, destination.remaining());
            readChunk(chunk, plain.clear(), scratch);
            destination.put(plain.clear().slice(start, length));
            offset += length;
        }
    }

    private void readChunk(long chunk, ByteBuffer into, ByteBuffer scratch) throws IOException {
        try {
            ChunkId id = map.chunkId(chunk);
            if (id == null) {
                into.put(new byte[chunkSize]);
            } else {
                fetch.fetchAlone(id, fetch.locate(id), scratch, into);
            }
        } catch (RepositoryException e) {
            long start = chunk * chunkSize;
            throw failure(DamagedRange.of(this, start, Math.min(chunkSize, virtualSize() - start), e));
        }
    }

    /// Reads all of the disk's data in ascending order: few large requests, all cores, a fixed amount of
    /// memory.
    ///
    /// @param sink  is called on this thread
    /// @throws ChunkCorruptException at the first damage, unless told to keep going; what comes before was
    /// delivered @throws IOException if the store or the sink fails
    public void readAll(ReadOptions options, ChunkSink sink) throws IOException {
        readAll(0, virtualSize(), options, sink);
    }

    /// Reads the data of a part of the disk, as [#readAll(ReadOptions, ChunkSink)] does.
    ///
    /// @param from  in bytes, a multiple of the chunk size
    /// @param length  in bytes; the part ends inside the disk, and whole chunks are delivered
    public void readAll(long from, long length, ReadOptions options, ChunkSink sink) throws IOException {
        requireInside(from, length);
        if (from % chunkSize != 0) {
            throw new IllegalArgumentException("Reading starts at a chunk of " + chunkSize + ", not at byte " + from);
        }
        try (ReadPipeline pipeline = new ReadPipeline(this, fetch, options)) {
            pipeline.run(from / chunkSize, length == 0 ? from / chunkSize : (from + length - 1) / chunkSize + 1, sink);
        }
    }

    ChunkCorruptException failure(DamagedRange range) {
        return new ChunkCorruptException(
                describe(), range.offset(), range.length(), range.object(), range.objectOffset(), range.reason());
    }

    /// Which disk this is, for messages.
    String describe() {
        return "Disk " + disk.name() + " of machine " + point.machine() + " at point " + point.id();
    }

    private void requireInside(long from, long length) {
        if (from < 0 || length < 0 || from > virtualSize() - length) {
            throw new IllegalArgumentException(describe() + " has " + virtualSize() + " bytes; " + length + " from "
                    + from + " on are not all inside");
        }
    }
}
