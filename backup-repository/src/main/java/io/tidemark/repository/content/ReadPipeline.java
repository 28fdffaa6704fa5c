package io.tidemark.repository.content;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.map.MapCursor;
import io.tidemark.repository.pack.BufferPool;
import io.tidemark.repository.pack.FetchRange;
import io.tidemark.repository.pack.FetchRange.Wanted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The streaming read of a disk: plan windows, fetch coalesced ranges, decode on all cores, deliver in order.
///
/// Half of the bytes in flight are decoded chunks (four windows), half are fetched ranges. One virtual thread
/// plans, one per range fetches (as many at a time as there may be readers), platform threads decode, and the
/// caller's thread delivers. The first failure of any of them stops all and is thrown to the caller.
final class ReadPipeline implements AutoCloseable {

    private static final int WINDOWS = 4;
    private static final int MAX_WINDOW = 16 << 20;
    private static final int MAX_RANGE = 4 << 20;
    /// Records that one core decodes in a row.
    private static final int BATCH = 8;

    private final DiskContent content;
    private final ChunkFetch fetch;
    private final ReadOptions options;
    private final int chunkSize;
    private final int rangeSize;
    private final BufferPool plains;
    private final BufferPool ranges;
    private final Semaphore readers;
    private final ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService cores = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("tidemark-decode-", 0).daemon().factory());
    private final BlockingQueue<Optional<ReadWindow>> planned = new LinkedBlockingQueue<>();
    private volatile @Nullable ReadWindow awaited;

    ReadPipeline(DiskContent content, ChunkFetch fetch, ReadOptions options) {
        this.content = content;
        this.fetch = fetch;
        this.options = options;
        this.chunkSize = content.chunkSize();
        long inFlight = Math.max(options.bytesInFlight(), 32L * chunkSize);
        long window = Math.min(MAX_WINDOW, inFlight / 2 / WINDOWS) / chunkSize * chunkSize;
        this.plains = new BufferPool(WINDOWS, (int) window);
        this.rangeSize = (int) Math.max(fetch.longestRecord(), Math.min(MAX_RANGE, window));
        this.ranges = new BufferPool((int) Math.max(2, inFlight / 2 / rangeSize), rangeSize);
        this.readers = new Semaphore(options.readers());
    }

    void run(long firstChunk, long endChunk, ChunkSink sink) throws IOException {
        WindowPlanner planner =
                new WindowPlanner(new MapCursor(content.map(), firstChunk, endChunk), fetch, plains, chunkSize);
        fetchers.execute(() -> guarded(() -> plan(planner)));
        try {
            for (Optional<ReadWindow> next = planned.take(); next.isPresent(); next = planned.take()) {
                ReadWindow window = next.get();
                awaited = window;
                plains.requireSound();
                window.awaitAll();
                plains.requireSound();
                deliver(window, sink);
                plains.giveBack(window.buffer());
            }
            plains.requireSound();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("Interrupted while reading");
            stopped.initCause(e);
            throw stopped;
        }
    }

    private void plan(WindowPlanner planner) throws IOException {
        for (ReadWindow window = planner.next(); window != null; window = planner.next()) {
            List<Wanted<ReadWindow.Item>> wanted = window.close().stream()
                    .map(item -> new Wanted<>(item.places().getFirst(), item))
                    .toList();
            planned.add(Optional.of(window));
            for (FetchRange<ReadWindow.Item> range : FetchRange.coalesce(wanted, rangeSize)) {
                ByteBuffer buffer = ranges.borrow();
                ReadWindow target = window;
                fetchers.execute(() -> guarded(() -> fetch(target, range, buffer)));
            }
        }
        planned.add(Optional.empty());
    }

    private void fetch(ReadWindow window, FetchRange<ReadWindow.Item> range, ByteBuffer buffer) throws IOException {
        ByteBuffer bytes = buffer.limit(range.length());
        try {
            readWithPermit(range, bytes);
        } catch (RepositoryException damage) {
            // One record of the range may be damaged, or all: each is tried alone.
            for (Wanted<ReadWindow.Item> each : range.records()) {
                rescue(window, each.purpose(), buffer);
            }
            ranges.giveBack(buffer);
            return;
        }
        List<Wanted<ReadWindow.Item>> records = range.records();
        AtomicInteger batches = new AtomicInteger((records.size() + BATCH - 1) / BATCH);
        for (int from = 0; from < records.size(); from += BATCH) {
            List<Wanted<ReadWindow.Item>> batch = records.subList(from, Math.min(from + BATCH, records.size()));
            cores.execute(() -> guarded(() -> {
                for (Wanted<ReadWindow.Item> each : batch) {
                    decode(window, each, range, buffer);
                }
                if (batches.decrementAndGet() == 0) {
                    ranges.giveBack(buffer);
                }
            }));
        }
    }

    private void readWithPermit(FetchRange<ReadWindow.Item> range, ByteBuffer bytes) throws IOException {
        readers.acquireUninterruptibly();
        try {
            plains.requireSound();
            fetch.read(range.pack(), range.offset(), bytes);
        } finally {
            readers.release();
        }
    }

    private void decode(
            ReadWindow window, Wanted<ReadWindow.Item> wanted, FetchRange<ReadWindow.Item> range, ByteBuffer buffer) {
        ReadWindow.Item item = wanted.purpose();
        ByteBuffer record = buffer.slice(
                wanted.location().offset() - range.offset(), wanted.location().length());
        try {
            fetch.decode(item.id(), wanted.location(), record, window.place(item));
            window.itemDone();
        } catch (RepositoryException damage) {
            fetchers.execute(() -> guarded(() -> rescue(window, item, ByteBuffer.allocate(fetch.longestRecord()))));
        }
    }

    /// Tries every copy of a chunk, alone.
    private void rescue(ReadWindow window, ReadWindow.Item item, ByteBuffer scratch) throws IOException {
        try {
            fetch.fetchAlone(item.id(), item.places(), scratch, window.place(item));
        } catch (RepositoryException damage) {
            item.damagedBy(damage);
        }
        window.itemDone();
    }

    private void deliver(ReadWindow window, ChunkSink sink) throws IOException {
        for (ReadWindow.Item item : window.items()) {
            long offset = item.firstChunk() * chunkSize;
            long length = Math.min(item.chunkCount() * chunkSize, content.virtualSize() - offset);
            RepositoryException damage = item.damage();
            if (damage == null) {
                sink.chunk(offset, window.place(item).limit((int) length));
                continue;
            }
            DamagedRange range = DamagedRange.of(content, offset, length, damage);
            if (!options.keepGoing()) {
                throw content.failure(range);
            }
            sink.damaged(range);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /// Runs a step of another thread; its failure ends the whole read.
    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error e) {
            plains.fail(e);
            ranges.fail(e);
            fetchers.shutdownNow();
            planned.add(Optional.empty());
            ReadWindow waitedFor = awaited;
            if (waitedFor != null) {
                waitedFor.abandon();
            }
        }
    }

    @Override
    public void close() {
        IOException closed = new IOException("This read is closed");
        plains.fail(closed);
        ranges.fail(closed);
        fetchers.shutdownNow();
        fetchers.close();
        cores.shutdownNow();
        cores.close();
        plains.close();
        ranges.close();
    }
}
