package io.tidemark.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tidemark.repository.FormatDocument;
import io.tidemark.testing.Seeded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class ChunkCodecTest {

    private static final int CHUNK = 8192;

    private static ByteBuffer copyOf(ByteBuffer bytes, boolean direct) {
        ByteBuffer copy =
                direct ? ByteBuffer.allocateDirect(bytes.remaining()) : ByteBuffer.allocate(bytes.remaining());
        return copy.put(bytes.duplicate()).flip();
    }

    @RepeatedTest(30)
    void aChunkComesBackFromItsRecord(RandomGenerator random) throws MismatchException {
        byte[] plain = new byte[CHUNK];
        random.nextBytes(plain);
        Arrays.fill(plain, random.nextInt(CHUNK), CHUNK, (byte) 'x');
        try (ChunkEncoder encoder = new ChunkEncoder(CHUNK, 1, FormatDocument.PLAIN.contentHash());
                ChunkDecoder decoder = new ChunkDecoder(CHUNK, FormatDocument.PLAIN)) {
            ByteBuffer chunk = copyOf(ByteBuffer.wrap(plain), random.nextBoolean());
            encoder.load(chunk);
            assertThat(chunk.remaining()).isEqualTo(CHUNK);
            ByteBuffer record = copyOf(encoder.compress(), random.nextBoolean());

            assertThat(decoder.decode(encoder.id(), record, encoder.encoding())).isEqualTo(plain);
        }
    }

    @Test
    void theIdIsTheSha256OfTheWholeChunk() {
        try (ChunkEncoder encoder = new ChunkEncoder(CHUNK, 1, FormatDocument.PLAIN.contentHash())) {
            encoder.load(ByteBuffer.wrap(new byte[] {1}));
            // (printf '\1'; head -c 8191 /dev/zero) | sha256sum
            assertThat(encoder.id())
                    .isEqualTo(ChunkId.parse("2b8e753c2efa059010b3aecd6c00bff0a1a09c0f08d5d4522ffef4d207c1fb0c"));
        }
    }

    @Test
    void zerosAreRecognisedWhateverWasThereBefore(RandomGenerator random) {
        byte[] noise = new byte[CHUNK];
        random.nextBytes(noise);
        try (ChunkEncoder encoder = new ChunkEncoder(CHUNK, 1, FormatDocument.PLAIN.contentHash())) {
            encoder.load(ByteBuffer.wrap(noise));
            assertThat(encoder.isZero()).isFalse();
            encoder.load(ByteBuffer.allocate(10));
            assertThat(encoder.isZero()).isTrue();
        }
    }

    @Test
    void whatDoesNotCompressIsStoredAsItIs(RandomGenerator random) {
        byte[] noise = new byte[CHUNK];
        random.nextBytes(noise);
        try (ChunkEncoder encoder = new ChunkEncoder(CHUNK, 1, FormatDocument.PLAIN.contentHash())) {
            encoder.load(ByteBuffer.wrap(noise));
            assertThat(encoder.compress()).isEqualTo(ByteBuffer.wrap(noise));
            assertThat(encoder.encoding()).isEqualTo(Encoding.RAW);
            encoder.load(ByteBuffer.wrap("tide".repeat(CHUNK / 4).getBytes(StandardCharsets.US_ASCII)));
            assertThat(encoder.compress().remaining()).isLessThan(100);
            assertThat(encoder.encoding()).isEqualTo(Encoding.ZSTD);
        }
    }

    @RepeatedTest(30)
    void anyOtherRecordIsRefused(RandomGenerator random) {
        byte[] plain = new byte[CHUNK];
        random.nextBytes(plain);
        Arrays.fill(plain, random.nextInt(CHUNK / 2), CHUNK, (byte) 'x');
        try (ChunkEncoder encoder = new ChunkEncoder(CHUNK, 1, FormatDocument.PLAIN.contentHash());
                ChunkDecoder decoder = new ChunkDecoder(CHUNK, FormatDocument.PLAIN)) {
            encoder.load(ByteBuffer.wrap(plain));
            ChunkId id = encoder.id();
            ByteBuffer record = copyOf(encoder.compress(), true);
            Encoding other = encoder.encoding() == Encoding.RAW ? Encoding.ZSTD : Encoding.RAW;

            assertThatThrownBy(() -> decoder.decode(id, record, other)).isInstanceOf(MismatchException.class);
            assertThatThrownBy(() ->
                            decoder.decode(id, record.slice(0, random.nextInt(record.limit())), encoder.encoding()))
                    .isInstanceOf(MismatchException.class);
            assertThatThrownBy(() -> decoder.decode(new ChunkId(1, 2, 3, 4), record, encoder.encoding()))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("found one with the id " + id);
        }
    }

    /// A frame that would unfold to 16 MiB must not.
    @Test
    void aFrameOfAnotherLengthIsRefused() {
        byte[] bomb = Zstd.compress(new byte[1 << 24], 19);
        try (ChunkDecoder decoder = new ChunkDecoder(CHUNK, FormatDocument.PLAIN)) {
            assertThatThrownBy(() -> decoder.decode(new ChunkId(1, 2, 3, 4), ByteBuffer.wrap(bomb), Encoding.ZSTD))
                    .isInstanceOf(MismatchException.class);
        }
    }
}
