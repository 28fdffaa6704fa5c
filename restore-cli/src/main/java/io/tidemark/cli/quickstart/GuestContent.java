package io.tidemark.cli.quickstart;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What the quickstart's machine has on its disk: text, which compresses, and random bytes, which do not, in pieces
/// scattered over a disk that is mostly empty. The same seed gives the same content.
final class GuestContent {
    /// Size of the disk: much larger than what is on it, as disks are.
    static final long DISK_BYTES = 1L << 30;

    private static final int CHUNK = 64 * 1024;
    private static final int FIRST_PIECES = 40;
    private static final int FIRST_PIECE = 1 << 20;
    private static final int LATER_PIECES = 24;

    private final RandomGenerator random;

    GuestContent(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Bytes at a place of the disk. The buffer is the caller's.
    record Piece(long offset, ByteBuffer bytes) {}

    /// What is on the disk from the start: 40 pieces of 1 MiB, ascending.
    List<Piece> first() {
        return pieces(FIRST_PIECES, FIRST_PIECE);
    }

    /// What the machine writes later: 24 pieces of 64 KiB, ascending, each in another chunk.
    List<Piece> later() {
        return pieces(LATER_PIECES, CHUNK);
    }

    private List<Piece> pieces(int count, int size) {
        List<Piece> pieces = new ArrayList<>(count);
        // One piece in each of as many equal parts of the disk: scattered, and none over another.
        long part = DISK_BYTES / count;
        for (int i = 0; i < count; i++) {
            long slots = (part - CHUNK - size) / CHUNK;
            long start = (i * part + CHUNK - 1) / CHUNK * CHUNK;
            pieces.add(new Piece(start + random.nextLong(slots) * CHUNK, bytes(size)));
        }
        return pieces;
    }

    private ByteBuffer bytes(int size) {
        byte[] bytes = new byte[size];
        int position = 0;
        while (position < size) {
            byte[] part = random.nextInt(4) == 0 ? noise() : line();
            int length = Math.min(part.length, size - position);
            System.arraycopy(part, 0, bytes, position, length);
            position += length;
        }
        return ByteBuffer.wrap(bytes);
    }

    private byte[] noise() {
        byte[] noise = new byte[512];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] line() {
        String text = "order " + random.nextInt(1_000_000) + " customer " + random.nextInt(10_000) + " amount "
                + random.nextInt(100_000) / 100.0 + " paid; shipped by boat with the next tide\n";
        return text.repeat(8).getBytes(StandardCharsets.US_ASCII);
    }
}
