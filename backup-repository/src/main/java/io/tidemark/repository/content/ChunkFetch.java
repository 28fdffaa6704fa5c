package io.tidemark.repository.content;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.chunk.MismatchException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.pack.RecordLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds, fetches and proves chunks. Thread-safe.
final class ChunkFetch {

    private final ChunkIndex index;
    private final PackReader packs;
    private final CodecPool<ChunkDecoder> decoders;
    private final int chunkSize;
    private final Set<PackId> missingPacks = ConcurrentHashMap.newKeySet();
    private volatile boolean refreshed;

    ChunkFetch(ChunkIndex index, PackReader packs, CodecPool<ChunkDecoder> decoders, int chunkSize) {
        this.index = index;
        this.packs = packs;
        this.decoders = decoders;
        this.chunkSize = chunkSize;
    }

    /// Every place where a chunk lies. A chunk that the index does not know may have come since it was last
    /// refreshed.
    ///
    /// @throws ObjectCorruptException if no segment in the bucket knows it, or what it says cannot be
    List<RecordLocation> locate(ChunkId id) throws IOException {
        List<RecordLocation> places = index.find(id);
        if (places.isEmpty() && !refreshed) {
            index.refresh();
            refreshed = true;
            places = index.find(id);
        }
        if (places.isEmpty()) {
            throw index.unknown("chunk " + id);
        }
        for (RecordLocation place : places) {
            if (place.length() > longestRecord()) {
                throw new ObjectCorruptException(
                        place.pack().key(),
                        place.offset(),
                        "a chunk of at most " + longestRecord() + " stored bytes",
                        place.length() + " bytes in the index");
            }
        }
        return places;
    }

    /// Stored bytes of a chunk, at most.
    int longestRecord() {
        return chunkSize + packs.sealing().recordOverhead();
    }

    /// Whether nothing but copies that are known to be damaged is left of a chunk.
    boolean isLost(ChunkId id) {
        return index.isLost(id);
    }

    /// Whether any damage is known.
    boolean knowsDamage() {
        return !index.damage().isEmpty();
    }

    /// Fills a buffer, from its position to its limit, with a pack's bytes from an offset on.
    void read(PackId pack, int offset, ByteBuffer destination) throws IOException {
        packs.read(pack, offset, destination);
    }

    /// Decodes a record into a place for a whole chunk.
    void decode(ChunkId id, RecordLocation from, ByteBuffer record, ByteBuffer into) throws ObjectCorruptException {
        decoders.with(decoder -> decode(decoder, id, from, record, into));
    }

    private static boolean decode(
            ChunkDecoder decoder, ChunkId id, RecordLocation from, ByteBuffer stored, ByteBuffer into)
            throws ObjectCorruptException {
        try {
            into.put(decoder.decode(id, from.open(decoder.cipher(), id, stored), from.encoding()));
            return true;
        } catch (MismatchException e) {
            throw new ObjectCorruptException(from.pack().key(), from.offset(), e.expected(), e.found(), e);
        }
    }

    /// Fetches one chunk alone, from each place in turn until one has it. If a pack is missing, a collection may
    /// have copied the chunk elsewhere: the index is brought up to date then, once for each missing pack.
    ///
    /// @param scratch  at least as long as the longest record; its content is lost
    /// @param into  takes a whole chunk
    /// @throws RepositoryException what was wrong at the first place
    void fetchAlone(ChunkId id, List<RecordLocation> places, ByteBuffer scratch, ByteBuffer into) throws IOException {
        try {
            fetchFromOneOf(id, places, scratch, into);
        } catch (RepositoryException damage) {
            List<RecordLocation> others = elsewhere(id, places, damage);
            if (others.isEmpty()) {
                throw damage;
            }
            fetchFromOneOf(id, others, scratch, into);
        }
    }

    private List<RecordLocation> elsewhere(ChunkId id, List<RecordLocation> tried, RepositoryException damage)
            throws IOException {
        boolean packMissing = PackReader.isMissingPack(damage)
                || Arrays.stream(damage.getSuppressed())
                        .anyMatch(each -> each instanceof Exception e && PackReader.isMissingPack(e));
        if (!packMissing) {
            return List.of();
        }
        boolean news = false;
        for (RecordLocation place : tried) {
            news |= missingPacks.add(place.pack());
        }
        if (news) {
            index.refresh();
        }
        List<RecordLocation> others = new ArrayList<>(index.find(id));
        others.removeAll(tried);
        return others;
    }

    private void fetchFromOneOf(ChunkId id, List<RecordLocation> places, ByteBuffer scratch, ByteBuffer into)
            throws IOException {
        RepositoryException first = null;
        for (RecordLocation place : places) {
            try {
                ByteBuffer record = scratch.clear().limit(place.length());
                read(place.pack(), place.offset(), record);
                decode(id, place, record.flip(), into.duplicate());
                return;
            } catch (RepositoryException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("Chunk " + id + " was looked for nowhere");
        }
        throw first;
    }
}
