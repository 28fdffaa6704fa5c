package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.content.ChunkSink;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.content.ReadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A disk as a plain array of bytes: what a repository must give back.
final class DiskModel {

    private final int chunkSize;
    private byte[] bytes;

    DiskModel(int chunkSize, int size) {
        this.chunkSize = chunkSize;
        this.bytes = new byte[size];
    }

    DiskModel copy() {
        DiskModel copy = new DiskModel(chunkSize, bytes.length);
        System.arraycopy(bytes, 0, copy.bytes, 0, bytes.length);
        return copy;
    }

    int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int chunkCount() {
        return (bytes.length + chunkSize - 1) / chunkSize;
    }

    ByteBuffer chunk(int number) {
        int start = number * chunkSize;
        return ByteBuffer.wrap(bytes, start, Math.min(chunkSize, bytes.length - start))
                .slice();
    }

    void resize(int size) {
        bytes = Arrays.copyOf(bytes, size);
    }

    /// Writes random content of one of several kinds into a chunk: noise, text-like, a repeated one, or zeros.
    void scribble(int number, RandomGenerator random) {
        ByteBuffer chunk = chunk(number);
        int kind = random.nextInt(8);
        byte filler = (byte) random.nextInt(3);
        while (chunk.hasRemaining()) {
            chunk.put(
                    switch (kind) {
                        case 0 -> (byte) 0;
                        case 1, 2, 3 -> (byte) random.nextInt(256);
                        case 4, 5, 6 -> (byte) ('a' + random.nextInt(4));
                        default -> filler;
                    });
        }
    }

    void putAll(DiskWriter disk) throws IOException {
        for (int chunk = 0; chunk < chunkCount(); chunk++) {
            disk.put(chunk, chunk(chunk));
        }
    }

    /// Reads a disk as a whole and compares it byte for byte.
    void requireSame(DiskContent content) throws IOException {
        Restored restored = restore(content, Backups.LITTLE_MEMORY);
        assertThat(restored.damaged).isEmpty();
        assertThat(restored.bytes).isEqualTo(bytes);
    }

    static Restored restore(DiskContent content, ReadOptions options) throws IOException {
        Restored restored = new Restored(new byte[Math.toIntExact(content.virtualSize())]);
        content.readAll(options, restored);
        return restored;
    }

    /// A restore into memory, which also holds the reader to its promises.
    static final class Restored implements ChunkSink {
        final byte[] bytes;
        final List<DamagedRange> damaged = new ArrayList<>();
        private Optional<Long> last = Optional.empty();

        Restored(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void chunk(long offset, ByteBuffer plain) {
            assertThat(offset).isGreaterThan(last.orElse(-1L));
            last = Optional.of(offset);
            plain.get(bytes, (int) offset, plain.remaining());
        }

        @Override
        public void damaged(DamagedRange range) {
            assertThat(range.offset()).isGreaterThan(last.orElse(-1L));
            last = Optional.of(range.end() - 1);
            damaged.add(range);
        }
    }
}
