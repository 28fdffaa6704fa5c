package io.tidemark.engine;

import io.tidemark.engine.pipeline.ChunkPipeline;
import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.repository.Repository;
import io.tidemark.repository.content.ChunkSink;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataCursor;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.ChunkCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// One verification. Everything streams in order of the map; a sample is read chunk by chunk.
final class VerifyRun {
    private final Repository repository;
    private final EngineOptions options;
    private final Clock clock;
    private final RandomGenerator random;
    private final VerifyRequest request;
    private final RunObserver observer;
    private final List<DamagedRange> damaged = Collections.synchronizedList(new ArrayList<>());
    private final LongAdder checkedBytes = new LongAdder();

    VerifyRun(
            Repository repository,
            EngineOptions options,
            Clock clock,
            RandomGenerator random,
            VerifyRequest request,
            RunObserver observer) {
        this.repository = repository;
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.request = request;
        this.observer = observer;
    }

    VerifyReport run() throws IOException, EngineException {
        Instant started = clock.instant();
        observer.step(Step.OPEN.wireName());
        PointId asked = request.point();
        List<Point> points = asked == null ? repository.points() : List.of(PointLookup.require(repository, asked));
        long totalBytes = points.stream()
                .flatMap(point -> point.disks().stream())
                .mapToLong(PointDisk::virtualSize)
                .sum();
        ProgressMeter meter = new ProgressMeter(observer, totalBytes, checkedBytes::sum, () -> 0, () -> 0);
        observer.step(Step.VERIFY.wireName());
        for (Point point : points) {
            for (PointDisk disk : point.disks()) {
                verify(point, disk, meter);
            }
        }
        meter.tell();
        return new VerifyReport(
                points.stream().map(Point::id).toList(),
                checkedBytes.sum(),
                damaged,
                Duration.between(started, clock.instant()));
    }

    private void verify(Point point, PointDisk disk, ProgressMeter meter) throws IOException {
        int before = damaged.size();
        try {
            DiskContent content = repository.content(point, disk.name());
            if (request.samplePercent() < VerifyRequest.EVERYTHING) {
                sample(point, disk, content, meter);
            } else {
                readEverything(content, meter);
            }
        } catch (RepositoryException e) {
            // What the map cannot tell is lost as a whole; other disks and points are looked at all the same.
            damage(rangeOf(point, disk, 0, disk.virtualSize(), "", 0, e));
        }
        damaged.subList(before, damaged.size()).sort(Comparator.comparingLong(DamagedRange::offset));
    }

    private void readEverything(DiskContent content, ProgressMeter meter) throws IOException {
        content.readAll(options.readOptions(true), new ChunkSink() {
            @Override
            public void chunk(long offset, ByteBuffer plain) throws IOException {
                if (observer.cancelled()) {
                    throw new RunCancelledException();
                }
                checkedBytes.add(plain.remaining());
                meter.found(plain.remaining());
                meter.tick();
            }

            @Override
            public void damaged(DamagedRange range) {
                damage(range);
            }
        });
    }

    /// Each chunk is read with the probability asked for, and at least one of each stretch of 100/percent of
    /// them.
    private void sample(Point point, PointDisk disk, DiskContent content, ProgressMeter meter) throws IOException {
        int chunkSize = content.chunkSize();
        double stride = VerifyRequest.EVERYTHING / request.samplePercent();
        try (ChunkPipeline pipeline = new ChunkPipeline(options.workers(), chunkSize, observer::cancelled)) {
            pipeline.pulse(meter::tick);
            double next = random.nextDouble(stride);
            double seen = 0;
            DataCursor data = content.data(0, content.virtualSize());
            for (DataRange range = data.next(); range != null; range = data.next()) {
                long chunks = Math.ceilDiv(range.length(), (long) chunkSize);
                for (; next < seen + chunks; next += stride) {
                    long chunksIn = (long) (next - seen);
                    long offset = range.start() + chunksIn * chunkSize;
                    long length = Math.min(chunkSize, content.virtualSize() - offset);
                    meter.found(length);
                    pipeline.submit(
                            (from, target) -> check(point, disk, content, from, target), offset, length, (_, _) -> {});
                }
                seen += chunks;
            }
            pipeline.drain();
        }
    }

    private void check(Point point, PointDisk disk, DiskContent content, long offset, ByteBuffer target)
            throws IOException {
        int length = target.remaining();
        try {
            content.read(offset, target);
            checkedBytes.add(length);
        } catch (ChunkCorruptException e) {
            damage(rangeOf(point, disk, offset, length, e.key(), e.objectOffset(), e));
        }
    }

    private static DamagedRange rangeOf(
            Point point,
            PointDisk disk,
            long offset,
            long length,
            String object,
            long objectOffset,
            RepositoryException reason) {
        return new DamagedRange(point.machine(), point.id(), disk.name(), offset, length, object, objectOffset, reason);
    }

    private void damage(DamagedRange range) {
        damaged.add(range);
        observer.log(LogLevel.WARNING, DamageText.of("Damaged", range));
    }
}
