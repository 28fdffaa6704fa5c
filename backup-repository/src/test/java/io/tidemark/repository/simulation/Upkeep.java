package io.tidemark.repository.simulation;

import io.tidemark.repository.PointListing;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.error.PointPinnedException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.retention.Retention;
import io.tidemark.repository.retention.RetentionRules;
import io.tidemark.repository.retention.RetentionVerdict;
import io.tidemark.repository.retention.Standing;
import io.tidemark.repository.simulation.Disks.Disk;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreLockedException;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What keeps a repository in order, each as one process would do it: verification, retention, pins.
final class Upkeep {

    private static final Verification.Progress UNWATCHED = new Verification.Progress() {
        @Override
        public void toCheck(long bytes) {}

        @Override
        public void checked(long bytes) {}
    };

    private final NewRepository made;
    private final Ledger ledger;
    private final Disks disks;
    private final Scripts scripts;
    private final PlantedBug bug;

    Upkeep(NewRepository made, Ledger ledger, Disks disks, Scripts scripts, PlantedBug bug) {
        this.made = made;
        this.ledger = ledger;
        this.disks = disks;
        this.scripts = scripts;
        this.bug = bug;
    }

    /// Verifies all points, at any level. No chunk may be called lost of which no copy was ever damaged.
    void verify(ObjectStore store, Path cache, RandomGenerator random) throws IOException {
        Level level = List.of(Level.values()).get(random.nextInt(3));
        double percent = level == Level.SAMPLE ? 1 + random.nextInt(99) : 100;
        try (Repository repository = made.open(store, cache)) {
            VerificationReport report = verify(repository, level, percent);
            for (DamagedRange range : report.lost()) {
                requireTrue(repository, range);
            }
            if (report.lostPoints() > 0) {
                throw new AssertionError("Manifests are called damaged: " + report.faults());
            }
        }
    }

    private VerificationReport verify(Repository repository, Level level, double percent) throws IOException {
        return repository
                .verification(null, scripts.tick())
                .run(new VerificationOptions(level, percent, null, 1), UNWATCHED);
    }

    private void requireTrue(Repository repository, DamagedRange range) throws IOException {
        Optional<Point> point =
                disks.promised().contains(range.point()) ? repository.point(range.point()) : Optional.empty();
        if (point.isEmpty()) {
            return;
        }
        DiskContent content = repository.content(point.get(), range.disk());
        for (long chunk = range.offset() / Disks.CHUNK; chunk < range.end() / Disks.CHUNK; chunk++) {
            ChunkId id = content.chunkId(chunk);
            if (id == null || !ledger.wasDamaged(id)) {
                throw new AssertionError("Called lost, and is sound: " + range);
            }
        }
    }

    /// Verifies everything while nobody else is about: what is lost is told, and nothing else is.
    void verifyInQuiet(ObjectStore store, Path cache) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            VerificationReport report = verify(repository, Level.FULL, 100);
            Set<String> told = new HashSet<>();
            for (DamagedRange range : report.lost()) {
                for (long chunk = range.offset() / Disks.CHUNK; chunk < range.end() / Disks.CHUNK; chunk++) {
                    told.add(range.point() + " at " + chunk);
                }
            }
            Set<String> lost = new HashSet<>();
            for (Point point : repository.points()) {
                DiskContent content = repository.content(point, Scripts.DISK);
                for (int chunk = 0; chunk < Disks.CHUNKS; chunk++) {
                    ChunkId id = content.chunkId(chunk);
                    if (id != null && ledger.isLost(id)) {
                        lost.add(point.id() + " at " + chunk);
                    }
                }
            }
            if (!told.equals(lost)) {
                throw new AssertionError("Lost is " + lost + ", told is " + told);
            }
        }
    }

    /// Stores a disk again from its source, as a backup does that finds its earlier points damaged.
    void heal(ObjectStore store, Path cache, Disk disk, RandomGenerator random) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            Instant now = scripts.tick().instant();
            PointId id = PointId.next(scripts.tick(), random);
            disks.expect(id, "healed", disk);
            try (PointWriter writer = repository.begin(id, "healed", now, Scripts.OPTIONS)) {
                Scripts.write(writer, disk, null, null);
                writer.commit(List.of(Scripts.describe(null)));
                disks.promise(id);
            }
        }
    }

    /// Deletes what a rule does not keep, one point after the other.
    void retain(ObjectStore store, Path cache, RandomGenerator random) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            RetentionRules rules = new RetentionRules(1 + random.nextInt(2), 0, 0, 0, 0, 0, null);
            Retention retention =
                    new Retention(rules, ZoneOffset.UTC, scripts.tick().instant());
            PointListing listing = repository.listPoints();
            Set<PointId> unsettled = bug == PlantedBug.UNSETTLED_POINTS_COUNTED ? Set.of() : listing.unsettled();
            List<RetentionVerdict> verdicts = retention.judge(
                    listing.intact(),
                    new Standing(repository.pins().pinned(), unsettled, repository.knownDamaged(listing.intact())));
            Set<PointId> kept = new HashSet<>();
            for (RetentionVerdict verdict : verdicts) {
                PointId point = verdict.point().id();
                boolean doomed = bug == PlantedBug.NEWEST_NOT_KEPT
                        ? verdict.keep() && !repository.pins().pinned().contains(point)
                        : !verdict.keep();
                if (!doomed) {
                    kept.add(point);
                } else if (repository.locking().lockedUntil(point).isEmpty()) {
                    delete(repository, point);
                }
            }
            repository.locking().keep(kept);
        }
    }

    /// Sees to it that the points that are there stay locked, as retention does that keeps all of them.
    void keepLocked(ObjectStore store, Path cache) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            Set<PointId> points = new HashSet<>();
            repository.points().forEach(point -> points.add(point.id()));
            List<String> refused = repository.locking().keep(points);
            if (!refused.isEmpty()) {
                throw new AssertionError("Locks were not extended: " + refused);
            }
        }
    }

    private void delete(Repository repository, PointId point) throws IOException {
        disks.releaseByRetention(point);
        try {
            repository.delete(List.of(point));
        } catch (PointPinnedException | PointMissingException | StoreLockedException refused) {
            return;
        }
    }

    /// Protects a point.
    void pin(ObjectStore store, Path cache, RandomGenerator random) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            List<Point> points = repository.points();
            if (!points.isEmpty()) {
                PointId point = points.get(random.nextInt(points.size())).id();
                try {
                    repository.pins().pin(point, scripts.tick().instant(), "");
                    disks.pin(point);
                } catch (PointMissingException deletedMeanwhile) {
                    return;
                }
            }
        }
    }
}
