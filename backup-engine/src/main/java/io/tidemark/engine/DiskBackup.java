package io.tidemark.engine;

import io.tidemark.engine.pipeline.ChunkPipeline;
import io.tidemark.engine.source.CleanSample;
import io.tidemark.engine.source.DiskSource;
import io.tidemark.engine.source.LostRanges;
import io.tidemark.engine.source.Ranges;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.StoreOutcome;
import io.tidemark.repository.content.DataCursor;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.content.LostChunks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings one disk's content into a point, by one of the three ways of reading it.
///
/// Ranges stream from the image's metadata and the mark; nothing is kept of them but the sample's chunk
/// numbers.
final class DiskBackup {
    private final DiskSource source;
    private final @Nullable DiskContent base;
    private final DiskWriter writer;
    private final ChunkPipeline pipeline;
    private final ProgressMeter meter;
    private final int chunkSize;
    private final long size;
    private final LongAdder differingBytes = new LongAdder();
    private long changedBytes;

    DiskBackup(
            DiskSource source,
            @Nullable DiskContent base,
            DiskWriter writer,
            ChunkPipeline pipeline,
            ProgressMeter meter) {
        this.source = source;
        this.base = base;
        this.writer = writer;
        this.pipeline = pipeline;
        this.meter = meter;
        this.chunkSize = pipeline.chunkSize();
        this.size = source.virtualSize();
    }

    /// Bytes that the mark, or the comparison, found changed; all that is not zero when there is nothing to
    /// compare with.
    long changedBytes() {
        return changedBytes;
    }

    /// How much the plan will have to read at least, told from metadata alone.
    static long foreseen(DiskSource source, ReadPlan plan, int chunkSize) throws IOException {
        if (!(plan instanceof ReadPlan.Bitmap marked)) {
            return total(source.data(0, source.virtualSize()).alignedTo(chunkSize, source.virtualSize()));
        }
        Ranges changed = recorded(source, marked, chunkSize).alignedTo(chunkSize, source.virtualSize());
        long bytes = 0;
        for (ByteRange range = changed.next(); range != null; range = changed.next()) {
            bytes += total(source.data(range.start(), range.length()).alignedTo(chunkSize, source.virtualSize()));
        }
        return bytes;
    }

    /// Reads everything. With a base, only what differs from it is stored.
    void readEverything() throws IOException {
        differingBytes.reset();
        transfer(0, size);
        pipeline.drain();
        changedBytes = differingBytes.sum();
    }

    /// Reads what the mark recorded and what the disk has grown by, unless the cross-check shows beforehand,
    /// or a sample of the rest afterwards, that the mark has missed something. Then the disk is to be read as
    /// a whole.
    ///
    /// @return where the mark has missed a change, in guest bytes, or empty
    OptionalLong readChanges(ReadPlan.Bitmap plan, RecheckSample recheck, RandomGenerator random) throws IOException {
        DiskContent held = Objects.requireNonNull(base, "a mark's base");
        Ranges unmarked = heldBy(held, 0, size).minus(recorded(plan).alignedTo(chunkSize, size));
        ByteRange lost = new LostRanges(unmarked, source, chunkSize).next();
        if (lost != null) {
            return OptionalLong.of(lost.start());
        }
        int wanted = recheck.chunks(total(recorded(plan).alignedTo(chunkSize, size)), chunkSize);
        CleanSample sample = new CleanSample(source, chunkSize, wanted, random);
        changedBytes = 0;
        Ranges changed = Ranges.union(counted(recorded(plan)).alignedTo(chunkSize, size), knownLost(held));
        long position = 0;
        for (ByteRange range = changed.next(); range != null; range = changed.next()) {
            sample.clean(position, range.start());
            transfer(range.start(), range.end());
            position = range.end();
        }
        sample.clean(position, size);
        pipeline.drain();
        return recheck(held, sample.chunks());
    }

    /// The mark's bits, and what the disk has grown by, which no bit tells.
    private Ranges recorded(ReadPlan.Bitmap plan) throws IOException {
        return recorded(source, plan, chunkSize);
    }

    private static Ranges recorded(DiskSource source, ReadPlan.Bitmap plan, int chunkSize) throws IOException {
        long size = source.virtualSize();
        long before = plan.baseVirtualSize();
        // The base's last chunk may have been a partial one, which is longer now.
        long grownFrom = size > before ? before - before % chunkSize : size;
        return Ranges.union(source.written(plan.mark()), Ranges.of(grownFrom, size - grownFrom));
    }

    /// What a verification has found damaged in the base: read again, and stored again, the base has it back.
    private Ranges knownLost(DiskContent held) {
        LostChunks chunks = held.lostChunks();
        return () -> {
            OptionalLong chunk = chunks.next();
            long start = chunk.orElse(0) * chunkSize;
            return chunk.isEmpty() || start >= size ? null : new ByteRange(start, Math.min(chunkSize, size - start));
        };
    }

    private Ranges counted(Ranges ranges) {
        return () -> {
            ByteRange range = ranges.next();
            if (range != null) {
                changedBytes += range.length();
            }
            return range;
        };
    }

    /// What a base holds as data in a window of this disk, which may reach beyond the base's end.
    private static Ranges heldBy(DiskContent base, long start, long end) {
        if (start >= base.virtualSize()) {
            return Ranges.none();
        }
        DataCursor cursor = base.data(start, Math.min(end, base.virtualSize()) - start);
        return () -> {
            DataRange range = cursor.next();
            return range == null ? null : new ByteRange(range.start(), range.length());
        };
    }

    private static long total(Ranges ranges) throws IOException {
        long total = 0;
        for (ByteRange range = ranges.next(); range != null; range = ranges.next()) {
            total += range.length();
        }
        return total;
    }

    /// Moves a window, which starts and ends between chunks: data is read and stored, the rest becomes holes
    /// unseen.
    private void transfer(long start, long end) throws IOException {
        Ranges data = source.data(start, end - start).alignedTo(chunkSize, size);
        long position = start;
        for (ByteRange range = data.next(); range != null; range = data.next()) {
            hole(position, range.start());
            meter.found(range.length());
            pipeline.submit(source::read, range.start(), range.length(), this::store);
            position = range.end();
        }
        hole(position, end);
    }

    private void hole(long start, long end) throws IOException {
        if (start == end) {
            return;
        }
        long chunks = Math.ceilDiv(end, (long) chunkSize) - start / chunkSize;
        writer.hole(start / chunkSize, chunks);
        if (base != null) {
            differingBytes.add(total(heldBy(base, start, end)));
        }
        pipeline.throwWhenCancelled();
    }

    private void store(long number, ByteBuffer plain) throws IOException {
        int length = plain.remaining();
        if (!sameAsBase(number, writer.put(number, plain))) {
            differingBytes.add(length);
        }
    }

    private boolean sameAsBase(long number, StoreOutcome outcome) throws IOException {
        return switch (outcome) {
            case UNCHANGED -> true;
            case HOLE -> base == null || number >= base.chunkCount() || base.chunkId(number) == null;
            case KNOWN, NEW -> false;
        };
    }

    /// Reads chunks that the mark calls clean. One that differs is stored, and told.
    private OptionalLong recheck(DiskContent held, long[] chunks) throws IOException {
        ConcurrentSkipListSet<Long> mismatches = new ConcurrentSkipListSet<>();
        for (long chunk : chunks) {
            long offset = chunk * chunkSize;
            long length = Math.min(chunkSize, size - offset);
            meter.found(length);
            pipeline.submit(source::read, offset, length, (number, plain) -> {
                if (number >= held.chunkCount() || !sameAsBase(number, writer.put(number, plain))) {
                    mismatches.add(number * chunkSize);
                }
            });
        }
        pipeline.drain();
        return mismatches.isEmpty() ? OptionalLong.empty() : OptionalLong.of(mismatches.first());
    }
}
