package io.tidemark.repository;

import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.content.ReadOptions;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Backups of plain byte arrays, with small chunks and packs.
final class Backups {

    static final int CHUNK = 4096;
    static final String DISK = "vda";
    static final WriteOptions SMALL_PACKS = new WriteOptions(2 << 20, 2, 1, 1 << 20);

    static final ReadOptions LITTLE_MEMORY = new ReadOptions(1 << 20, 2, false);

    private Backups() {}

    static RepositoryFormat format() {
        return new RepositoryFormat(RepositoryId.random(), Instant.now(), CHUNK);
    }

    static PointId newId() {
        return PointId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    }

    static DiskDescription describe(String disk) {
        return new DiskDescription(
                disk,
                "/images/web-1/" + disk + ".qcow2",
                "qcow2",
                65536,
                List.of(),
                "full",
                "auto",
                "no earlier point",
                null,
                0,
                0);
    }

    /// Starts a point with one disk, or with a disk that continues the one of a base point.
    static DiskWriter startDisk(Repository repository, PointWriter writer, DiskModel model, @Nullable Point base)
            throws IOException {
        DiskContent content = base == null ? null : repository.content(base, DISK);
        return writer.disk(DISK, model.size(), content);
    }

    static PointWriter begin(Repository repository) throws IOException {
        return repository.begin(newId(), "web-1", Instant.now(), SMALL_PACKS);
    }

    /// Backs up a whole disk.
    static Point backUp(Repository repository, DiskModel model, @Nullable Point base) throws IOException {
        try (PointWriter writer = begin(repository)) {
            model.putAll(startDisk(repository, writer, model, base));
            return writer.commit(List.of(describe(DISK)));
        }
    }

    static void requireSame(Repository repository, Point point, DiskModel model) throws IOException {
        model.requireSame(repository.content(point, DISK));
    }
}
