package io.tidemark.engine;

import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.engine.restore.PartialFile;
import io.tidemark.engine.restore.RestoreTarget;
import io.tidemark.repository.Repository;
import io.tidemark.repository.content.ChunkSink;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One restore: the disk's chunks come in ascending order on the run's thread and go straight into the new file.
final class RestoreRun {
    private final Repository repository;
    private final EngineOptions options;
    private final RestoreDisk.TargetOpener opener;
    private final Clock clock;
    private final RestoreRequest request;
    private final RunObserver observer;
    private final List<DamagedRange> missing = new ArrayList<>();
    private long writtenBytes;
    /// Where on the disk the run is: holes take no time, but they count as done.
    private long passedBytes;

    RestoreRun(
            Repository repository,
            EngineOptions options,
            RestoreDisk.TargetOpener opener,
            Clock clock,
            RestoreRequest request,
            RunObserver observer) {
        this.repository = repository;
        this.options = options;
        this.opener = opener;
        this.clock = clock;
        this.request = request;
        this.observer = observer;
    }

    RestoreReport run() throws IOException, EngineException {
        Instant started = clock.instant();
        observer.step(Step.OPEN.wireName());
        Path target = request.roots().future(request.target());
        Point point = PointLookup.require(repository, request.point());
        PointDisk disk = PointLookup.disk(point, request.disk());
        DiskContent content = repository.content(point, disk.name());
        try (PartialFile file = PartialFile.reserve(target)) {
            if (file.replacedLeftover()) {
                observer.log(LogLevel.INFO, "A restore to " + target + " died earlier; its partial file was removed.");
            }
            warnWhenTight(file, content.virtualSize());
            observer.step(Step.RESTORE.wireName());
            restore(file, content);
            file.publish();
        }
        return new RestoreReport(
                point.id(),
                point.machine(),
                disk.name(),
                target,
                request.format(),
                content.virtualSize(),
                writtenBytes,
                missing,
                Duration.between(started, clock.instant()));
    }

    private void restore(PartialFile file, DiskContent content) throws IOException {
        ProgressMeter meter = new ProgressMeter(
                observer, content.virtualSize(), () -> passedBytes, () -> writtenBytes, () -> 0, () -> 0);
        meter.found(content.virtualSize());
        try (RestoreTarget target = create(file, content)) {
            content.readAll(options.readOptions(request.keepGoing()), new ChunkSink() {
                @Override
                public void chunk(long offset, ByteBuffer plain) throws IOException {
                    throwWhenCancelled();
                    long end = offset + plain.remaining();
                    write(file, target, offset, plain, content.virtualSize());
                    passedBytes = end;
                    meter.tick();
                }

                @Override
                public void damaged(DamagedRange range) {
                    missing.add(range);
                    passedBytes = range.offset() + range.length();
                    observer.log(LogLevel.WARNING, DamageText.of("Left out", range));
                }
            });
            finish(file, target);
        }
        passedBytes = content.virtualSize();
        meter.tell();
    }

    private void warnWhenTight(PartialFile file, long virtualSize) throws IOException {
        long free = file.freeBytes();
        if (free < virtualSize) {
            observer.log(
                    LogLevel.WARNING,
                    "The disk has " + virtualSize + " bytes and only " + free
                            + " are free for it. It may fit all the same, as far as it is empty.");
        }
    }

    private RestoreTarget create(PartialFile file, DiskContent content) throws IOException {
        try {
            return opener.create(request.format(), file.content(), content.virtualSize(), content.chunkSize());
        } catch (IOException e) {
            throw file.explain(e, content.virtualSize());
        }
    }

    private void write(PartialFile file, RestoreTarget target, long offset, ByteBuffer plain, long virtualSize)
            throws IOException {
        int length = plain.remaining();
        try {
            target.write(offset, plain);
        } catch (IOException e) {
            throw file.explain(e, virtualSize - offset);
        }
        writtenBytes += length;
    }

    private static void finish(PartialFile file, RestoreTarget target) throws IOException {
        try {
            target.finish();
        } catch (IOException e) {
            throw file.explain(e, 0);
        }
    }

    private void throwWhenCancelled() throws RunCancelledException {
        if (observer.cancelled()) {
            throw new RunCancelledException();
        }
    }
}
