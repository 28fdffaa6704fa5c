package io.tidemark.engine;

import io.tidemark.engine.mark.MarkName;
import io.tidemark.engine.pipeline.ChunkPipeline;
import io.tidemark.engine.pipeline.RunCancelledException;
import io.tidemark.engine.source.DiskSource;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.error.ChunkCorruptException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectMissingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// One backup, step by step:
///
/// 1. open every image under the write lock;
/// 2. store the new, empty mark beside the old one;
/// 3. go over to the read lock;
/// 4. read and store what the marks, or a comparison, call for;
/// 5. commit the point;
/// 6. take the write lock again and drop the old marks.
///
/// A failure before the commit takes the new marks back. Where that fails too, or the process dies, the next run
/// cleans up: a mark whose point was never committed is worth nothing to anybody.
final class BackupRun {
    private final Repository repository;
    private final EngineOptions options;
    private final BackUpMachine.DiskOpener opener;
    private final Clock clock;
    private final RandomGenerator random;
    private final BackupRequest request;
    private final RunObserver observer;
    private final List<String> warnings = new ArrayList<>();

    BackupRun(
            Repository repository,
            EngineOptions options,
            BackUpMachine.DiskOpener opener,
            Clock clock,
            RandomGenerator random,
            BackupRequest request,
            RunObserver observer) {
        this.repository = repository;
        this.options = options;
        this.opener = opener;
        this.clock = clock;
        this.random = random;
        this.request = request;
        this.observer = observer;
    }

    BackupReport run() throws IOException, EngineException {
        Instant started = clock.instant();
        observer.step(Step.OPEN.wireName());
        try (DisksInBackup disks = DisksInBackup.open(request, opener)) {
            PointId id = PointId.next(clock, random);
            Outcome outcome = backUp(disks, id, started);
            observer.step(Step.RELEASE.wireName());
            dropOldMarks(disks);
            return new BackupReport(
                    id,
                    request.machine(),
                    outcome.disks(),
                    outcome.uploadedBytes(),
                    Duration.between(started, clock.instant()),
                    warnings);
        }
    }

    private record Outcome(List<DiskReport> disks, long uploadedBytes) {}

    private Outcome backUp(DisksInBackup disks, PointId id, Instant started) throws IOException {
        try {
            observer.step(Step.MARK.wireName());
            // Points are listed under lock, so that none of these disks' can be added or forgotten between here and the
            // end.
            EarlierPoints earlier = EarlierPoints.list(repository, request.machine());
            earlier.latest()
                    .filter(latest -> latest.isAfter(started))
                    .ifPresent(
                            latest -> warn("This host's clock says " + started + ", but there is a point of machine \""
                                    + request.machine() + "\" of " + latest
                                    + " already: one of the clocks is, or was, wrong. Retention goes by these dates."));
            storeNewMarks(disks, new MarkName(repository.id(), id), earlier.ids());
            for (DiskInBackup disk : disks.all()) {
                disk.source().lockForReading();
            }
            throwWhenCancelled();
            return readAndCommit(disks, id, started, earlier);
        } catch (Throwable failure) {
            takeNewMarksBack(disks, failure);
            throw failure;
        }
    }

    /// Reads as planned. Where a base cannot be read, everything is read without one: damage to an earlier point
    /// must not keep new ones from being made.
    private Outcome readAndCommit(DisksInBackup disks, PointId id, Instant started, EarlierPoints earlier)
            throws IOException {
        List<ReadPlan> plans = disks.all().stream()
                .map(disk -> earlier.plan(disk, request.mode()))
                .toList();
        try {
            return readAndCommit(disks, plans, id, started, earlier);
        } catch (ObjectCorruptException | ChunkCorruptException | ObjectMissingException e) {
            if (plans.stream().allMatch(plan -> plan.base() == null)) {
                throw e;
            }
            warn(
                    "An earlier point is damaged and no use as a base, so everything is read. `tidemark verify` tells what "
                            + "is lost. " + e.getMessage());
            ReadPlan full = new ReadPlan.Full(ReadPlan.BASE_DAMAGED);
            return readAndCommit(disks, Collections.nCopies(plans.size(), full), id, started, earlier);
        }
    }

    private Outcome readAndCommit(
            DisksInBackup disks, List<ReadPlan> plans, PointId id, Instant started, EarlierPoints earlier)
            throws IOException {
        // The writer is closed before the pipeline, so that workers that wait for the store give up.
        try (ChunkPipeline pipeline =
                        new ChunkPipeline(options.workers(), repository.chunkSize(), observer::cancelled);
                PointWriter writer = repository.begin(
                        id, request.machine(), started, options.writeOptions(repository.chunkSize()))) {
            observer.step(Step.READ.wireName());
            DiskReads reads = new DiskReads(options.recheck(), random, pipeline, writer, this::warn);
            ProgressMeter meter = new ProgressMeter(
                    observer,
                    disks.virtualBytes(),
                    pipeline::readBytes,
                    reads::storedBytes,
                    writer::uploadedBytes,
                    writer::waitingBytes);
            pipeline.pulse(meter::tick);
            writer.pulse(meter::tick);
            try {
                List<DiskReport> reports = read(disks, plans, earlier, reads, meter);
                throwWhenCancelled();
                observer.step(Step.COMMIT.wireName());
                writer.commit(described(disks, reports));
                return new Outcome(reports, writer.uploadedBytes());
            } finally {
                // A run that fails or is cancelled has read and uploaded something, too.
                meter.tell();
            }
        }
    }

    private List<DiskReport> read(
            DisksInBackup disks, List<ReadPlan> plans, EarlierPoints earlier, DiskReads reads, ProgressMeter meter)
            throws IOException {
        for (int number = 0; number < plans.size(); number++) {
            throwWhenCancelled();
            DiskSource source = disks.all().get(number).source();
            meter.expect(DiskBackup.foreseen(source, plans.get(number), repository.chunkSize()));
        }
        List<DiskReport> reports = new ArrayList<>();
        for (int number = 0; number < plans.size(); number++) {
            DiskInBackup disk = disks.all().get(number);
            ReadPlan plan = plans.get(number);
            observer.log(
                    LogLevel.INFO,
                    "Disk " + disk.name() + " is read in mode " + plan.mode().wireName() + ": " + plan.reason());
            reports.add(reads.read(disk, plan, earlier.base(plan, disk.name()), request.mode(), meter));
        }
        return reports;
    }

    private static List<DiskDescription> described(DisksInBackup disks, List<DiskReport> reports) {
        List<DiskDescription> descriptions = new ArrayList<>();
        for (int number = 0; number < reports.size(); number++) {
            descriptions.add(disks.all().get(number).describe(reports.get(number)));
        }
        return descriptions;
    }

    private void storeNewMarks(DisksInBackup disks, MarkName name, Set<PointId> committed) throws IOException {
        for (DiskInBackup disk : disks.all()) {
            disk.storeNewMark(name, repository.chunkSize(), committed)
                    .ifPresent(
                            problem -> warn("Disk " + disk.name() + " gets no mark for this point, so the next backup "
                                    + "starts from an older one or compares: " + problem));
        }
    }

    private void dropOldMarks(DisksInBackup disks) {
        for (DiskInBackup disk : disks.all()) {
            try {
                disk.dropOldMarks(repository.id());
            } catch (IOException e) {
                // The point is committed. An old mark too many costs a little space, until the next run drops it.
                observer.log(
                        LogLevel.WARNING,
                        "Old marks of disk " + disk.name() + " stay until the next backup: " + e.getMessage());
            }
        }
    }

    private void takeNewMarksBack(DisksInBackup disks, Throwable failure) {
        for (DiskInBackup disk : disks.all()) {
            try {
                disk.dropNewMark();
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
                observer.log(
                        LogLevel.WARNING,
                        "The unused mark of disk " + disk.name() + " stays until the next backup: " + e.getMessage());
            }
        }
    }

    private void warn(String message) {
        warnings.add(message);
        observer.log(LogLevel.WARNING, message);
    }

    private void throwWhenCancelled() throws RunCancelledException {
        if (observer.cancelled()) {
            throw new RunCancelledException();
        }
    }
}
