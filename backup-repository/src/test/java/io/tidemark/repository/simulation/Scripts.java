package io.tidemark.repository.simulation;

import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.ChunkCorruptException;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.error.PointPinnedException;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.simulation.Disks.Disk;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the actors do, each as one process would: open the repository, do one thing, end.
final class Scripts {

    static final String DISK = "vda";

    static final WriteOptions OPTIONS = new WriteOptions(2 << 16, 1, 1, 1 << 16);

    private final NewRepository made;
    private final Ledger ledger;
    private final Disks disks;
    private final SimulatedTime time;

    Scripts(NewRepository made, Ledger ledger, Disks disks, SimulatedTime time) {
        this.made = made;
        this.ledger = ledger;
        this.disks = disks;
        this.time = time;
    }

    /// A second later.
    Clock tick() {
        time.pass(Duration.ofSeconds(1));
        return Clock.fixed(time.instant(), ZoneOffset.UTC);
    }

    /// Backs a machine up, from an earlier point or from nothing.
    void backUp(BuggyStore store, Path cache, String machine, RandomGenerator random) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            List<Point> points = repository.points();
            Point base = points.isEmpty() || random.nextInt(5) == 0
                    ? null
                    : points.get(random.nextInt(3) > 0 ? points.size() - 1 : random.nextInt(points.size()));
            Disk before = base == null ? null : disks.of(base.id());
            Disk disk = disks.change(before == null ? Disk.empty() : before, random);
            if (before == null) {
                disk = disks.change(disks.change(disk, random), random);
            }
            Clock clock = tick();
            PointId id = PointId.next(clock, random);
            disks.expect(id, machine, disk);
            DiskContent content = base == null ? null : repository.content(base, DISK);
            store.begun();
            try (PointWriter writer = repository.begin(id, machine, clock.instant(), OPTIONS)) {
                write(writer, disk, before, content);
                writer.commit(List.of(describe(base)));
                disks.promise(id);
            }
        }
    }

    static void write(PointWriter writer, Disk disk, @Nullable Disk before, @Nullable DiskContent content)
            throws IOException {
        DiskWriter out = writer.disk(DISK, (long) Disks.CHUNKS * Disks.CHUNK, content);
        for (int chunk = 0; chunk < Disks.CHUNKS; chunk++) {
            if (before == null || disk.content(chunk) != before.content(chunk)) {
                out.put(chunk, disk.chunk(chunk));
            }
        }
    }

    static DiskDescription describe(@Nullable Point base) {
        return new DiskDescription(
                DISK, "/a", "raw", 0, List.of(), "full", "auto", "", base == null ? null : base.id(), 0, 0);
    }

    /// Deletes a point by its name.
    void forget(ObjectStore store, Path cache, RandomGenerator random) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            List<Point> points = repository.points();
            if (points.size() > 1) {
                PointId victim = points.get(random.nextInt(points.size())).id();
                disks.release(victim);
                try {
                    repository.delete(List.of(victim));
                } catch (PointPinnedException | PointMissingException | StoreLockedException refused) {
                    return;
                }
            }
        }
    }

    /// Runs a collection.
    void collect(ObjectStore store, Path cache, double liveRatio) throws IOException {
        CollectOptions options = new CollectOptions(Duration.ZERO, Duration.ZERO, liveRatio, 1 << 20);
        try (Repository repository = made.open(store, cache)) {
            repository.collector().run(options, time.instant());
        }
    }

    /// Restores a point.
    ///
    /// @param wanted  which, or null for any
    void restore(ObjectStore store, Path cache, @Nullable PointId wanted, RandomGenerator random) throws IOException {
        try (Repository repository = made.open(store, cache)) {
            List<Point> points = repository.points();
            if (points.isEmpty() && wanted == null) {
                return;
            }
            Point point = wanted == null
                    ? points.get(random.nextInt(points.size()))
                    : points.stream()
                            .filter(each -> each.id().equals(wanted))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("Point " + wanted + " is not listed"));
            Disk expected = disks.of(point.id());
            try {
                requireSame(repository.content(point, DISK), expected == null ? Disk.empty() : expected, point.id());
            } catch (LostCallException planned) {
                throw planned;
            } catch (IOException e) {
                if (disks.promised().contains(point.id())) {
                    throw new AssertionError("Point " + point.id() + " cannot be restored", e);
                }
            }
        }
    }

    private void requireSame(DiskContent content, Disk expected, PointId point) throws IOException {
        for (int chunk = 0; chunk < Disks.CHUNKS; chunk++) {
            if (chunk >= 8 && chunk < 64 && content.chunkId(chunk) == null && expected.content(chunk) == 0) {
                continue;
            }
            ByteBuffer bytes = ByteBuffer.allocate(Disks.CHUNK);
            try {
                content.read((long) chunk * Disks.CHUNK, bytes);
            } catch (ChunkCorruptException e) {
                ChunkId id = content.chunkId(chunk);
                if (id != null && ledger.wasDamaged(id)) {
                    continue;
                }
                throw e;
            }
            if (!bytes.flip().equals(expected.chunk(chunk))) {
                throw new AssertionError("Point " + point + " has the wrong content in chunk " + chunk);
            }
        }
    }
}
