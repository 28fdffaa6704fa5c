package io.tidemark.repository.simulation;

import io.tidemark.repository.point.PointId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    private final Map<PointId, Disk> disks = new HashMap<>();
    private final Set<PointId> promised = new HashSet<>();
    private final Set<PointId> released = new HashSet<>();
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
    void expect(PointId point, Disk disk) {
        disks.put(point, disk);
    }

    @Nullable
    Disk of(PointId point) {
        return disks.get(point);
    }

    /// A writer was told that its point exists.
    void promise(PointId point) {
        if (!released.contains(point)) {
            promised.add(point);
        }
    }

    /// Somebody is about to delete a point.
    void release(PointId point) {
        promised.remove(point);
        released.add(point);
    }

    /// Points that must exist.
    Set<PointId> promised() {
        return promised;
    }
}
