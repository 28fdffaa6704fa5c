package io.tidemark.repository.collection;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.chunk.MismatchException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.map.MapPages;
import io.tidemark.repository.pack.FetchRange;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.pack.RecordKind;
import io.tidemark.repository.pack.RecordLocation;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads records to store them elsewhere: as they are, but not before their bytes are proved to be the right ones.
/// Thread-safe.
public final class RecordReader {

    private final PackReader packs;
    private final CodecPool<ChunkDecoder> decoders;
    private final int chunkSize;

    /// @param decoders  of chunks of the repository's size
    public RecordReader(PackReader packs, CodecPool<ChunkDecoder> decoders, int chunkSize) {
        this.packs = packs;
        this.decoders = decoders;
        this.chunkSize = chunkSize;
    }

    /// Bytes of a record when decoded.
    public int plainLength(RecordLocation record) {
        return record.kind() == RecordKind.PAGE ? record.length() : chunkSize;
    }

    /// Reads one record.
    ///
    /// @throws ObjectCorruptException if it is not there, or is not what it should be
    public ByteBuffer read(ChunkId id, RecordLocation from) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(from.length());
        packs.read(from.pack(), from.offset(), stored);
        requireSound(id, from, stored.flip());
        return stored;
    }

    /// Reads a range of records, which are to be proved one by one.
    ByteBuffer read(FetchRange<?> range) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(range.length());
        packs.read(range.pack(), range.offset(), bytes);
        return bytes.flip();
    }

    /// Proves a record's stored bytes.
    void requireSound(ChunkId id, RecordLocation from, ByteBuffer stored) throws ObjectCorruptException {
        switch (from.kind()) {
            case PAGE -> {
                ChunkId found = MapPages.idOf(stored);
                if (!found.equals(id)) {
                    throw new ObjectCorruptException(
                            from.pack().key(), from.offset(), "map page " + id, "bytes with the SHA-256 " + found);
                }
            }
            case CHUNK -> {
                try {
                    decoders.with(decoder -> decoder.decode(id, stored, from.encoding()));
                } catch (MismatchException e) {
                    throw new ObjectCorruptException(from.pack().key(), from.offset(), e.expected(), e.found(), e);
                }
            }
        }
    }
}
