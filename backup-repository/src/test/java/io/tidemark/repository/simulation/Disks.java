package io.tidemark.repository.simulation;

import io.tidemark.repository.point.PointId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The plain model: what each point must give back, and which points are promised to exist.
final class Disks {

    static final int CHUNK = 4096;

    /// Two leaves and a page above them.
    static final int CHUNKS = 70;

    /// Contents that several machines have.
    private static final int SHARED = 24;

    /// A disk: the content number of each chunk, 0 for a hole.
    static final class Disk {

        private final int[] contents;

        private Disk(int[] contents) {
            this.contents = contents;
        }

        static Disk empty() {
            return new Disk(new int[CHUNKS]);
        }

        int content(int chunk) {
            return contents[chunk];
        }

        ByteBuffer chunk(int number) {
            return ByteBuffer.allocate(CHUNK).putInt(0, contents[number]).putInt(100, contents[number]);
        }
    }

    private record Version(String machine, int number, Disk disk) {}

    private final Map<PointId, Version> versions = new HashMap<>();
    private final Set<PointId> promised = new HashSet<>();
    private final Set<PointId> pinned = new HashSet<>();
    private final Set<PointId> released = new HashSet<>();
    private final Map<String, Integer> owed = new TreeMap<>();
    private int lastContent = 1000;

    /// A later version of a disk.
    Disk change(Disk disk, RandomGenerator random) {
        int[] contents = disk.contents.clone();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int chunk = random.nextInt(3) == 0 ? 64 + random.nextInt(CHUNKS - 64) : random.nextInt(8);
            contents[chunk] = switch (random.nextInt(8)) {
                case 0 -> 0;
                case 1, 2, 3 -> ++lastContent;
                default -> 1 + random.nextInt(SHARED);
            };
        }
        return new Disk(contents);
    }

    /// A point is about to be written.
    void expect(PointId point, String machine, Disk disk) {
        versions.put(point, new Version(machine, versions.size(), disk));
    }

    @Nullable
    Disk of(PointId point) {
        Version version = versions.get(point);
        return version == null ? null : version.disk();
    }

    private Version version(PointId point) {
        Version version = versions.get(point);
        if (version == null) {
            throw new AssertionError("Nobody wrote point " + point);
        }
        return version;
    }

    /// A writer was told that its point exists.
    void promise(PointId point) {
        if (!released.contains(point)) {
            promised.add(point);
        }
    }

    /// Somebody was told that a point is protected.
    void pin(PointId point) {
        pinned.add(point);
    }

    /// Somebody is about to delete a point by its name: if it is protected, that must fail. A deletion that
    /// began before the pin was stored may win.
    void release(PointId point) {
        if (pinned.contains(point)) {
            return;
        }
        promised.remove(point);
        released.add(point);
        Version version = version(point);
        if (version.number() >= owed.getOrDefault(version.machine(), Integer.MAX_VALUE)) {
            owed.remove(version.machine());
        }
    }

    /// Retention is about to delete a point: if it is the newest of its machine that anybody was told of, a
    /// newer one must be there, and stay.
    void releaseByRetention(PointId point) {
        if (pinned.contains(point)) {
            return;
        }
        Version version = version(point);
        boolean newest = versions.entrySet().stream()
                .filter(each -> promised.contains(each.getKey()) || released.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .noneMatch(each -> each.machine().equals(version.machine()) && each.number() > version.number());
        if (newest && promised.contains(point)) {
            owed.put(version.machine(), version.number());
        }
        promised.remove(point);
        released.add(point);
    }

    /// What was promised and is not there.
    Optional<String> missing(Set<PointId> existing) {
        for (PointId point : promised) {
            if (!existing.contains(point)) {
                return Optional.of("Point " + point + " was promised and does not exist");
            }
        }
        return owed.entrySet().stream()
                .filter(each -> existing.stream()
                        .map(this::version)
                        .noneMatch(version ->
                                version.machine().equals(each.getKey()) && version.number() >= each.getValue()))
                .map(each -> "Retention left " + each.getKey() + " without a good point")
                .findFirst();
    }

    /// Points that must exist.
    Set<PointId> promised() {
        return promised;
    }
}
