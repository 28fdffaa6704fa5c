package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.source.ZeroBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A piece of the bits of a bitmap in memory, as they stand in the file: bit k of the piece is bit `k & 7` of
/// byte `k >> 3`.
final class BitWindow {
    private final ByteBuffer bytes;
    private long first;

    BitWindow(int capacity) {
        this.bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Moves to the bits from one on, all of them clear; a multiple of 8.
    void startAt(long firstBit) {
        first = firstBit;
        ZeroBytes.fill(bytes.clear(), bytes.capacity());
    }

    /// The first bit after the piece.
    long end() {
        return first + bytes.capacity() * 8L;
    }

    /// Sets those bits of a run that are in the piece.
    void set(long from, long to) {
        long at = Math.max(from, first) - first;
        long end = Math.min(to, end()) - first;
        while (at < end) {
            int word = (int) (at >>> 6) << 3;
            long upTo = Math.min(end, (at | 63) + 1);
            long ones = -1L >>> (64 - (upTo - at)) << (at & 63);
            bytes.putLong(word, bytes.getLong(word) | ones);
            at = upTo;
        }
    }

    /// Whether no bit of some bytes of the piece is set.
    boolean isClear(int start, int length) {
        return ZeroBytes.only(bytes, start, length);
    }

    /// The bytes of a part of the piece, to be written.
    ByteBuffer slice(int start, int length) {
        return bytes.slice(start, length);
    }
}
