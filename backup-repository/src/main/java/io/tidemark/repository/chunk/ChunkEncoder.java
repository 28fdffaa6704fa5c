package io.tidemark.repository.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.tidemark.repository.sealing.ContentHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Turns one chunk at a time into its id and its stored form. Used by one thread at a time, and reused: it holds
/// three arrays of a chunk's size and zstd's working memory.
///
/// The chunk is copied into an array once: a digest over a direct buffer would copy it in pieces of 4 KiB, which
/// costs more, and zstd reads an array in place.
public final class ChunkEncoder implements Codec {

    /// Compression must save at least this part of the chunk, or the chunk is stored as it is: reading it back then
    /// costs nothing.
    private static final int LEAST_GAIN = 32;

    private final ContentHash hash;
    private final ZstdCompressCtx zstd;
    private final byte[] plain;
    private final byte[] zeros;
    private final byte[] compressed;
    private Encoding encoding = Encoding.RAW;

    /// An encoder of chunks of one size.
    ///
    /// @param chunkSize  bytes per chunk
    /// @param level  zstd's compression level
    /// @param hash  makes ids; for this encoder alone
    public ChunkEncoder(int chunkSize, int level, ContentHash hash) {
        this.hash = hash;
        plain = new byte[chunkSize];
        zeros = new byte[chunkSize];
        compressed = new byte[Math.toIntExact(Zstd.compressBound(chunkSize))];
        zstd = new ZstdCompressCtx().setLevel(level).setChecksum(false).setContentSize(true);
    }

    /// Takes in a chunk, from the buffer's position to its limit, which do not move. A shorter one, the last of a
    /// disk, is filled up with zeros: every chunk has the same length.
    public void load(ByteBuffer chunk) {
        int length = chunk.remaining();
        chunk.get(chunk.position(), plain, 0, length);
        Arrays.fill(plain, length, plain.length, (byte) 0);
    }

    /// Whether the chunk is all zeros: a hole, which is not stored.
    public boolean isZero() {
        return Arrays.equals(plain, zeros);
    }

    public ChunkId id() {
        return ChunkId.of(hash.of(plain));
    }

    /// The chunk as it is to be stored. The buffer is this encoder's own, valid until the next chunk is loaded.
    public ByteBuffer compress() {
        int length = zstd.compressByteArray(compressed, 0, compressed.length, plain, 0, plain.length);
        encoding = length <= plain.length - plain.length / LEAST_GAIN ? Encoding.ZSTD : Encoding.RAW;
        return encoding == Encoding.ZSTD ? ByteBuffer.wrap(compressed, 0, length) : ByteBuffer.wrap(plain);
    }

    /// How the last call of [#compress()] stored the chunk.
    public Encoding encoding() {
        return encoding;
    }

    /// Bytes per chunk.
    public int chunkSize() {
        return plain.length;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
