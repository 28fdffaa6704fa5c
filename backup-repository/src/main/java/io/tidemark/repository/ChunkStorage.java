package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkEncoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.IdSet;
import io.tidemark.repository.index.PendingEntries;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.map.MapPages;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackWriter;
import io.tidemark.repository.pack.RecordKind;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Stores what the repository does not have yet, for one point: records into packs, and the packs' entries into index
/// segments once the packs are stored. Thread-safe.
///
/// Ids that no segment has yet are claimed in memory, 43 to 86 bytes each, so that a chunk that occurs twice
/// is stored once. Whenever [#SEGMENT_ENTRIES] records are stored their segment is written and the claims are
/// dropped: memory does not grow with the backup, and what a backup that fails has stored so far is found by
/// the next one.
final class ChunkStorage implements AutoCloseable {

    private static final int SEGMENT_ENTRIES = 1 << 16;

    private final ChunkIndex index;
    private final IdSet claimed = new IdSet();
    private final PackWriter packs;
    private final List<SegmentId> segments = new ArrayList<>();
    private PendingEntries pending = new PendingEntries();
    private long segmentBytes;

    ChunkStorage(ObjectStore store, RepositoryId repository, ChunkIndex index, WriteOptions options) {
        this.index = index;
        this.packs = new PackWriter(
                store, repository, options.packSize(), options.packsInFlight(), options.uploads(), this::stored);
    }

    /// Stores the chunk that an encoder holds, unless it is known.
    ///
    /// @return the bytes it takes, or 0 when it was known
    int storeChunk(ChunkId id, ChunkEncoder encoder) throws IOException {
        packs.requireSound();
        if (index.contains(id) || !claimed.add(id)) {
            return 0;
        }
        try {
            ByteBuffer stored = encoder.compress();
            packs.append(RecordKind.CHUNK, id, stored, encoder.encoding(), encoder.chunkSize());
            return stored.remaining();
        } catch (IOException | RuntimeException | Error e) {
            // Others count on this claim.
            packs.fail(e);
            throw e;
        }
    }

    /// Stores a map page unless it is known.
    ChunkId storePage(ByteBuffer page) throws IOException {
        ChunkId id = MapPages.idOf(page);
        if (!index.contains(id) && claimed.add(id)) {
            packs.append(RecordKind.PAGE, id, page, Encoding.RAW, page.remaining());
        }
        return id;
    }

    /// Waits until every record is in a pack that is stored, and every stored pack in a segment that is stored.
    ///
    /// @return the segments written for this point
    List<SegmentId> finish() throws IOException {
        packs.finish();
        synchronized (this) {
            writeSegment();
            return List.copyOf(segments);
        }
    }

    private synchronized void stored(PackId pack, List<PackEntry> entries) throws IOException {
        pending.add(pack, entries);
        if (pending.size() >= SEGMENT_ENTRIES) {
            writeSegment();
        }
    }

    private void writeSegment() throws IOException {
        if (pending.size() == 0) {
            return;
        }
        PendingEntries full = pending;
        pending = new PendingEntries();
        SegmentId segment = SegmentId.random();
        segmentBytes += index.add(segment, full.toTable());
        segments.add(segment);
        full.forEachId(claimed::remove);
    }

    /// Bytes of packs and segments stored so far.
    synchronized long storedBytes() {
        return packs.storedBytes() + segmentBytes;
    }

    @Override
    public void close() {
        packs.close();
    }
}
