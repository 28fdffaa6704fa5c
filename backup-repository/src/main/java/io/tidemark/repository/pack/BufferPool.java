package io.tidemark.repository.pack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A fixed number of native buffers of one size: what bounds the bytes in flight. Who needs one waits until
/// one is free; after the first failure nobody waits any more.
///
/// Buffers are made when first needed and freed by [#close()], at once and not by the garbage collector.
public final class BufferPool implements AutoCloseable {

    private static final Duration PULSE = Duration.ofMillis(100);

    private final Arena arena = Arena.ofShared();
    private final int capacity;
    private final int limit;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int made;
    private @Nullable Throwable failure;

    /// An empty pool.
    ///
    /// @param limit  how many buffers there may be
    /// @param capacity  bytes of each
    public BufferPool(int limit, int capacity) {
        this.limit = limit;
        this.capacity = capacity;
    }

    /// An empty buffer, big endian, for the caller alone until [#giveBack]. Waits until one is free.
    ///
    /// @throws IOException the first failure that was told by [#fail]
    public ByteBuffer borrow() throws IOException {
        lock.lock();
        try {
            while (true) {
                requireSound();
                ByteBuffer buffer = free.poll();
                if (buffer != null) {
                    return buffer.clear();
                }
                if (made < limit) {
                    made++;
                    return arena.allocate(capacity, 64).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
                }
                awaitChange(Long.MAX_VALUE);
            }
        } finally {
            lock.unlock();
        }
    }

    public void giveBack(ByteBuffer buffer) {
        lock.lock();
        try {
            free.push(buffer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until every buffer was given back.
    ///
    /// @param pulse  called a few times a second all the while, without the lock
    /// @throws IOException the first failure that was told by [#fail]
    public void awaitAll(Runnable pulse) throws IOException {
        while (!allBack()) {
            pulse.run();
        }
    }

    private boolean allBack() throws IOException {
        lock.lock();
        try {
            requireSound();
            long nanos = PULSE.toNanos();
            while (free.size() < made && nanos > 0) {
                nanos = awaitChange(nanos);
                requireSound();
            }
            return free.size() == made;
        } finally {
            lock.unlock();
        }
    }

    /// Wakes all who wait, and refuses from now on. Only the first failure counts.
    public void fail(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Does nothing unless there was a failure.
    ///
    /// @throws IOException the first failure that was told by [#fail]
    public void requireSound() throws IOException {
        lock.lock();
        try {
            if (failure instanceof IOException known) {
                throw known;
            }
            if (failure != null) {
                throw new IllegalStateException("Stopped by an earlier failure", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Every caller loops until what it waits for holds.
    @SuppressWarnings("WaitNotInLoop")
    private long awaitChange(long nanos) throws InterruptedIOException {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("Interrupted while waiting for a free buffer");
            stopped.initCause(e);
            throw stopped;
        }
    }

    /// Frees the memory; nobody may be using a buffer any more.
    @Override
    public void close() {
        arena.close();
    }
}
