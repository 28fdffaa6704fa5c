package io.tidemark.repository.chunk;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.tidemark.repository.sealing.ContentHash;
import io.tidemark.repository.sealing.RecordCipher;
import io.tidemark.repository.sealing.Sealing;
import java.nio.ByteBuffer;

/// Turns stored records back into chunks and proves each of them by its id. Used by one thread at a time, and reused.
public final class ChunkDecoder implements Codec {

    private final ContentHash hash;
    private final RecordCipher cipher;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final byte[] plain;

    public ChunkDecoder(int chunkSize, Sealing sealing) {
        hash = sealing.contentHash();
        cipher = sealing.recordCipher();
        plain = new byte[chunkSize];
    }

    /// Opens records, for whoever uses this decoder.
    public RecordCipher cipher() {
        return cipher;
    }

    /// Decodes a record and checks that its bytes are those of the chunk that was asked for.
    ///
    /// @param record  not sealed, heap or direct, read from position to limit; its position does not move
    /// @return the chunk, in an array of this decoder's own, valid until the next call
    /// @throws MismatchException if they are not
    public byte[] decode(ChunkId id, ByteBuffer record, Encoding encoding) throws MismatchException {
        switch (encoding) {
            case RAW -> copy(record);
            case ZSTD -> decompress(record);
        }
        ChunkId found = ChunkId.of(hash.of(plain));
        if (!found.equals(id)) {
            throw new MismatchException("a chunk with the id " + id, "one with the id " + found, null);
        }
        return plain;
    }

    private void copy(ByteBuffer record) throws MismatchException {
        if (record.remaining() != plain.length) {
            throw new MismatchException("a chunk of " + plain.length + " bytes", record.remaining() + " bytes", null);
        }
        record.get(record.position(), plain);
    }

    private void decompress(ByteBuffer record) throws MismatchException {
        int length;
        try {
            length = record.hasArray()
                    ? zstd.decompressByteArray(
                            plain,
                            0,
                            plain.length,
                            record.array(),
                            record.arrayOffset() + record.position(),
                            record.remaining())
                    : zstd.decompressDirectByteBufferToByteArray(
                            plain, 0, plain.length, record, record.position(), record.remaining());
        } catch (ZstdException e) {
            throw new MismatchException("a zstd frame", "none (" + e.getMessage() + ")", e);
        }
        if (length != plain.length) {
            throw new MismatchException("a chunk of " + plain.length + " bytes", length + " bytes", null);
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
