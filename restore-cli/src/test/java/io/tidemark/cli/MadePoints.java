package io.tidemark.cli;

import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A repository in a directory whose points were made at any instant wanted, of bytes given, with chunks of 4
/// KiB.
final class MadePoints implements AutoCloseable {
    static final int CHUNK = 4096;

    private final String location;
    private final ObjectStore store;
    private final Repository repository;

    private interface Making {
        Repository make(ObjectStore store, RepositoryFormat format, Path cache) throws IOException;
    }

    MadePoints(Path directory) throws IOException {
        this(directory, Repository::init);
    }

    private MadePoints(Path directory, Making making) throws IOException {
        location = "file:" + directory.resolve("backups");
        store = ObjectStores.open(RepositoryLocation.parse(location), StoreOptions.defaults());
        repository = making.make(
                store,
                RepositoryFormat.create(Instant.EPOCH).withChunkSize(CHUNK),
                directory.resolve("cache-of-the-fixture"));
    }

    /// Of a repository whose passphrase costs little to try.
    static MadePoints sealed(Path directory, String passphrase) throws IOException {
        return new MadePoints(directory, (store, format, cache) -> {
            try (Passphrase given = Passphrase.of(passphrase.toCharArray())) {
                return Repository.initSealed(store, format, cache, given, new PassphraseCost(1 << 10, 1, 1), "");
            }
        });
    }

    String location() {
        return location;
    }

    /// A point of one disk, named "system", of one chunk.
    PointId at(String machine, String instant) throws IOException {
        byte[] content = new byte[CHUNK];
        content[0] = 1;
        return of(machine, instant, Map.of("system", content), null);
    }

    /// A point of any disks.
    ///
    /// @param base  whose disks of the same names are continued, or null
    PointId of(String machine, String instant, Map<String, byte[]> disks, @Nullable PointId base) throws IOException {
        Instant createdAt = Instant.parse(instant);
        PointId id = PointId.next(Clock.fixed(createdAt, ZoneOffset.UTC), RandomGenerator.getDefault());
        Point before = base == null ? null : repository.point(base).orElseThrow();
        try (PointWriter writer = repository.begin(id, machine, createdAt, WriteOptions.standard())) {
            for (Map.Entry<String, byte[]> each : disks.entrySet()) {
                byte[] bytes = each.getValue();
                DiskWriter disk = writer.disk(each.getKey(), bytes.length, continued(before, each.getKey()));
                for (int chunk = 0; chunk < disk.chunkCount(); chunk++) {
                    int start = chunk * CHUNK;
                    disk.put(chunk, ByteBuffer.wrap(bytes, start, Math.min(CHUNK, bytes.length - start)));
                }
            }
            writer.commit(disks.keySet().stream().map(MadePoints::describe).toList());
            return id;
        }
    }

    private @Nullable DiskContent continued(@Nullable Point base, String disk) throws IOException {
        return base == null || base.disk(disk).isEmpty() ? null : repository.content(base, disk);
    }

    private static DiskDescription describe(String disk) {
        return new DiskDescription(
                disk, "/images/" + disk, "raw", 0, List.of(), "full", "auto", "no earlier point", null, 0, 0);
    }

    @Override
    public void close() {
        repository.close();
        store.close();
    }
}
