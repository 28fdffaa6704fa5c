package io.tidemark.repository.collection;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.chunk.MismatchException;
import io.tidemark.repository.error.ObjectCorruptException;
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
        return record.kind() == RecordKind.PAGE
                ? record.length() - packs.sealing().recordOverhead()
                : chunkSize;
    }

    /// Reads one record.
    ///
    /// @return it, not sealed
    /// @throws ObjectCorruptException if it is not there, or is not what it should be
    public ByteBuffer read(ChunkId id, RecordLocation from) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(from.length());
        packs.read(from.pack(), from.offset(), stored);
        return open(id, from, stored.flip());
    }

    /// Reads a range of records, which are to be proved one by one.
    ByteBuffer read(FetchRange<?> range) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(range.length());
        packs.read(range.pack(), range.offset(), bytes);
        return bytes.flip();
    }

    /// Opens a record and proves its bytes.
    ///
    /// @return it, not sealed
    ByteBuffer open(ChunkId id, RecordLocation from, ByteBuffer stored) throws ObjectCorruptException {
        ByteBuffer record = from.open(packs.sealing().recordCipher(), id, stored);
        switch (from.kind()) {
            case PAGE -> {
                ChunkId found = ChunkId.of(packs.sealing().contentHash().of(record));
                if (!found.equals(id)) {
                    throw new ObjectCorruptException(
                            from.pack().key(), from.offset(), "map page " + id, "bytes with the id " + found);
                }
            }
            case CHUNK -> {
                try {
                    decoders.with(decoder -> decoder.decode(id, record, from.encoding()));
                } catch (MismatchException e) {
                    throw new ObjectCorruptException(from.pack().key(), from.offset(), e.expected(), e.found(), e);
                }
            }
        }
        return record;
    }
}
