package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkEncoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.collection.CollectionState;
import io.tidemark.repository.collection.PackWitness;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.IdSet;
import io.tidemark.repository.index.PendingEntries;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackWriter;
import io.tidemark.repository.pack.RecordKind;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Stores what the repository does not have yet, for one point: records into packs, and the packs' entries into index
/// segments once the packs are stored. Thread-safe.
///
/// What the index knows counts as there only if its pack is not to be avoided for a collection, and was seen to exist
/// after that collection's state was read: one small request for each different pack.
///
/// Ids that no segment has yet are claimed in memory, 43 to 86 bytes each, so that a chunk that occurs twice
/// is stored once. Whenever [#SEGMENT_ENTRIES] records are stored their segment is written and the claims are
/// dropped: memory does not grow with the backup, and what a backup that fails has stored so far is found by
/// the next one.
final class ChunkStorage implements AutoCloseable {

    private static final int SEGMENT_ENTRIES = 1 << 16;

    private final ChunkIndex index;
    private final CollectionState collected;
    private final PackWitness witness;
    private final Sealing sealing;
    private final IdSet claimed = new IdSet();
    private final PackWriter packs;
    private final List<SegmentId> segments = new ArrayList<>();
    private PendingEntries pending = new PendingEntries();
    private final AtomicLong segmentBytes = new AtomicLong();

    /// @param collected  as it was before the index was last brought up to date
    ChunkStorage(
            ObjectStore store, Sealing sealing, ChunkIndex index, CollectionState collected, WriteOptions options) {
        this.sealing = sealing;
        this.index = index;
        this.collected = collected;
        this.witness = new PackWitness(store);
        this.packs = new PackWriter(
                store, sealing, options.packSize(), options.packsInFlight(), options.uploads(), this::stored);
    }

    /// Stores the chunk that an encoder holds, unless it is known.
    ///
    /// @return the bytes it takes, or 0 when it was known
    int storeChunk(ChunkId id, ChunkEncoder encoder) throws IOException {
        packs.requireSound();
        if (isKnown(id) || !claimed.add(id)) {
            return 0;
        }
        try {
            ByteBuffer record = encoder.compress();
            return packs.append(RecordKind.CHUNK, id, record, encoder.encoding(), encoder.chunkSize());
        } catch (IOException | RuntimeException | Error e) {
            // Others count on this claim.
            packs.fail(e);
            throw e;
        }
    }

    /// Stores a map page unless it is known.
    ChunkId storePage(ByteBuffer page) throws IOException {
        ChunkId id = ChunkId.of(sealing.contentHash().of(page));
        if (!isKnown(id) && claimed.add(id)) {
            packs.append(RecordKind.PAGE, id, page, Encoding.RAW, page.remaining());
        }
        return id;
    }

    private boolean isKnown(ChunkId id) throws IOException {
        if (!index.contains(id)) {
            return false;
        }
        try {
            for (RecordLocation place : index.find(id)) {
                if (!collected.isToBeAvoided(place.pack()) && witness.has(place)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            packs.fail(e);
            throw e;
        }
    }

    /// Stores a record once more, as it is stored elsewhere, unless that was done already for this point.
    ///
    /// @param record  proved, and not sealed
    /// @param plainLength  bytes when decoded
    void storeAgain(ChunkId id, RecordLocation elsewhere, ByteBuffer record, int plainLength) throws IOException {
        if (claimed.add(id)) {
            packs.append(elsewhere.kind(), id, record, elsewhere.encoding(), plainLength);
        }
    }

    /// Whether a record is on its way into a pack, or in one that no segment names yet.
    boolean isOnItsWay(ChunkId id) {
        return claimed.contains(id);
    }

    /// Waits until every record is in a pack that is stored, and every stored pack in a segment that is stored.
    ///
    /// @param pulse  called a few times a second all the while
    /// @return the segments written for this point
    List<SegmentId> finish(Runnable pulse) throws IOException {
        packs.finish(pulse);
        synchronized (this) {
            writeSegment();
            return List.copyOf(segments);
        }
    }

    private synchronized void stored(PackId pack, List<PackEntry> entries) throws IOException {
        witness.stored(pack);
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
        segmentBytes.addAndGet(index.add(segment, full.toTable()));
        segments.add(segment);
        full.forEachId(claimed::remove);
    }

    /// Bytes of packs and segments that have left for the store so far.
    long sentBytes() {
        return packs.sentBytes() + segmentBytes.get();
    }

    /// Bytes of records that have not left yet.
    long waitingBytes() {
        return packs.waitingBytes();
    }

    @Override
    public void close() {
        packs.close();
    }
}
