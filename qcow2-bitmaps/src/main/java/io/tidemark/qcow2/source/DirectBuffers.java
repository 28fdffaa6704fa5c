package io.tidemark.qcow2.source;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// A few direct buffers of one size, handed out and taken back: reading through heap buffers is many times
/// slower.
///
/// Sizes are bytes. Buffers beyond the number kept are left to the collector. Threads may share an instance.
public final class DirectBuffers {
    private static final int KEPT = 4;

    private final int size;
    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

    /// @param size  bytes in each buffer
    public DirectBuffers(int size) {
        this.size = size;
    }

    /// An empty buffer: position 0, limit at its size, big-endian.
    public ByteBuffer take() {
        ByteBuffer kept = free.poll();
        return kept == null ? ByteBuffer.allocateDirect(size) : kept.clear();
    }

    /// Gives a buffer back; the caller must not touch it any more.
    public void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() != size || !buffer.isDirect()) {
            throw new IllegalArgumentException("not a buffer of this pool: " + buffer);
        }
        // Refused when enough buffers are kept: this one is left to the collector.
        free.offer(buffer);
    }
}
