package io.tidemark.engine.pipeline;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Reads pieces of disks and hands their chunks on, with a fixed number of platform threads.
///
/// Memory is one direct buffer per thread, allocated once. Whoever submits pieces waits while all threads are
/// busy, so nothing queues up. The first failure stops everything: later pieces are dropped, and [#submit] and
/// [#drain] throw it. The pipeline's own threads are never interrupted, because an interrupt would close the
/// image's channel and with it give up the lock; cancellation is looked for between chunks.
///
/// Submitting and draining belong to one thread.
public final class ChunkPipeline implements AutoCloseable {
    /// Bytes read at once, unless a chunk is larger.
    static final int PIECE_LENGTH = 1 << 20;

    private static final long CANCELLATION_POLL_MILLIS = 50;

    private final int chunkSize;
    private final int pieceLength;
    private final int workers;
    private final BooleanSupplier cancelled;
    private final Arena memory = Arena.ofShared();
    private final BlockingQueue<ByteBuffer> buffers;
    private final Semaphore idle;
    private final ExecutorService threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final LongAdder readBytes = new LongAdder();
    private Runnable pulse = () -> {};

    /// Starts the threads.
    ///
    /// @param cancelled  asked often and by several threads whether to stop
    public ChunkPipeline(int workers, int chunkSize, BooleanSupplier cancelled) {
        this.workers = workers;
        this.chunkSize = chunkSize;
        this.pieceLength = Math.max(1, PIECE_LENGTH / chunkSize) * chunkSize;
        this.cancelled = cancelled;
        this.buffers = new ArrayBlockingQueue<>(workers);
        for (int worker = 0; worker < workers; worker++) {
            buffers.add(memory.allocate(pieceLength, 4096).asByteBuffer());
        }
        // One piece may wait per thread, so that none idles between two pieces.
        this.idle = new Semaphore(2 * workers);
        this.threads = Executors.newFixedThreadPool(
                workers,
                Thread.ofPlatform().daemon().name("tidemark-chunks-", 1).factory());
    }

    /// Bytes of a chunk.
    public int chunkSize() {
        return chunkSize;
    }

    /// Has something done on the thread that submits and drains: with every piece, and all the while it waits.
    /// A range may be as long as the disk, and whoever watches the run wants to see it go on.
    public void pulse(Runnable quick) {
        pulse = quick;
    }

    /// Has a range read and its chunks handed on, in pieces; waits while the threads are busy.
    ///
    /// @param offset  where the range starts; a multiple of the chunk size
    /// @param length  bytes; a multiple of the chunk size unless the range ends with the disk
    public void submit(ContentReader reader, long offset, long length, ChunkConsumer consumer) throws IOException {
        for (long done = 0; done < length; done += pieceLength) {
            long start = offset + done;
            int piece = (int) Math.min(pieceLength, length - done);
            acquire(1);
            threads.execute(() -> {
                try {
                    transfer(reader, start, piece, consumer);
                } finally {
                    idle.release();
                }
            });
        }
    }

    /// Waits until everything submitted is done, then throws the first failure, if any.
    public void drain() throws IOException {
        acquire(2 * workers);
        idle.release(2 * workers);
        throwFailure();
    }

    /// Bytes read so far; any thread may ask.
    public long readBytes() {
        return readBytes.sum();
    }

    /// Stops: pieces not yet begun are dropped, and the threads are waited for.
    @Override
    public void close() {
        failure.compareAndSet(null, new RunCancelledException());
        threads.close();
        memory.close();
    }

    private void transfer(ContentReader reader, long offset, int length, ChunkConsumer consumer) {
        if (failure.get() != null) {
            return;
        }
        ByteBuffer buffer = buffers.remove();
        try {
            reader.read(offset, buffer.clear().limit(length));
            readBytes.add(length);
            for (int position = 0; position < length && failure.get() == null; position += chunkSize) {
                throwWhenCancelled();
                ByteBuffer chunk = buffer.slice(position, Math.min(chunkSize, length - position));
                consumer.chunk((offset + position) / chunkSize, chunk);
            }
        } catch (Throwable problem) {
            // Whatever it is, an Error included, it is thrown again by submit or drain on the thread that owns the run.
            failure.compareAndSet(null, problem);
        } finally {
            buffers.add(buffer);
        }
    }

    private void acquire(int permits) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                throwFailure();
                throwWhenCancelled();
                pulse.run();
                try {
                    if (idle.tryAcquire(permits, CANCELLATION_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Ends the run here when it was asked to stop; any thread may call it.
    public void throwWhenCancelled() throws RunCancelledException {
        if (cancelled.getAsBoolean()) {
            throw new RunCancelledException();
        }
    }

    private void throwFailure() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
