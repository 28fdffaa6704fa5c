package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.Repository;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.content.ChunkSink;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.content.ReadOptions;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A real repository on a store in memory, whose owner can be made to die, with a record of what its points
/// must hold.
final class RepositoryInMemory implements AutoCloseable {
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final MortalObjectStore store = new MortalObjectStore(objects);
    private final Path cache;
    private final Map<PointId, Map<String, byte[]>> expected = new HashMap<>();
    private @Nullable Repository repository;

    RepositoryInMemory(Path cache, int chunkSize) throws IOException {
        this.cache = cache;
        this.repository =
                Repository.init(store, RepositoryFormat.create(Instant.EPOCH).withChunkSize(chunkSize), cache);
    }

    /// The repository, as the process that lives now has it open.
    Repository open() throws IOException {
        if (repository == null) {
            repository = Repository.open(store, cache);
        }
        return repository;
    }

    /// Puts an object there that Tidemark knows nothing of.
    void putStranger(String key) throws IOException {
        objects.put(key, ByteBuffer.wrap(new byte[] {1, 2, 3}), PutMode.ANY);
    }

    /// Flips one bit in the middle of each object of a kind; says how many there are.
    int damage(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        objects.list(prefix, object -> keys.add(object.key()));
        for (String key : keys) {
            ByteBuffer content = objects.get(key);
            int middle = content.limit() / 2;
            objects.put(key, content.put(middle, (byte) (content.get(middle) ^ 1)), PutMode.ANY);
        }
        return keys.size();
    }

    /// Flips one bit in the largest pack, which holds chunks.
    void damageChunk() throws IOException {
        List<StoredObject> packs = new ArrayList<>();
        objects.list("packs/", packs::add);
        packs.sort(Comparator.comparingLong(StoredObject::size));
        damage(packs.getLast().key());
    }

    /// Flips one bit of every copy of the disk's last chunk.
    void damageLastChunk(Point point, String disk) throws IOException {
        DiskContent content = open().content(point, disk);
        ChunkId id = Objects.requireNonNull(content.chunkId(content.chunkCount() - 1));
        ByteBuffer searched = ByteBuffer.allocate(ChunkId.LENGTH);
        id.encode(searched);
        List<String> keys = new ArrayList<>();
        objects.list("packs/", object -> keys.add(object.key()));
        for (String key : keys) {
            ByteBuffer pack = objects.get(key);
            int footer = pack.getInt(pack.limit() - 36);
            for (int entry = footer; entry < pack.limit() - 40; entry += 44) {
                if (pack.get(10) == 1
                        && pack.slice(entry, ChunkId.LENGTH)
                                .equals(searched.duplicate().flip())) {
                    int at = pack.getInt(entry + 40) + 5;
                    objects.put(key, pack.put(at, (byte) (pack.get(at) ^ 1)), PutMode.ANY);
                }
            }
        }
    }

    /// The repository as it was opened last.
    Repository opened() {
        return Objects.requireNonNull(repository);
    }

    /// A process without anything in its caches.
    Repository openAnew(Path emptyCache) throws IOException {
        close();
        repository = Repository.open(store, emptyCache);
        return repository;
    }

    /// The process dies at so many calls of the store from now, and the disk's part of it too; 0 is the next
    /// call.
    void dieAfter(int calls, ModelDisk disk) {
        store.dieAfter(calls, disk);
    }

    /// Listings of the store hang until they are interrupted; or no longer.
    void holdUpListings(boolean hold) {
        store.holdUpListings(hold);
    }

    boolean died() {
        return store.died();
    }

    /// A new process comes, with an empty cache every now and then.
    void comesBack() throws IOException {
        if (store.comesBack()) {
            close();
        }
    }

    /// All points that have appeared since this was asked last hold these disks.
    void expectNewPointsToHold(Map<String, byte[]> disks) throws IOException {
        for (Point point : open().points()) {
            expected.putIfAbsent(point.id(), disks);
        }
    }

    Point newest() throws IOException {
        return open().points().getLast();
    }

    int points() throws IOException {
        return open().points().size();
    }

    void checkEveryPoint() throws IOException {
        assertThat(open().check().problems()).isEmpty();
        for (Point point : open().points()) {
            for (PointDisk disk : point.disks()) {
                assertThat(read(point, disk.name()))
                        .as("disk %s at point %s, %s", disk.name(), point.id(), disk.description())
                        .isEqualTo(expected.getOrDefault(point.id(), Map.of()).get(disk.name()));
            }
        }
    }

    byte[] read(Point point, String disk) throws IOException {
        DiskContent content = open().content(point, disk);
        byte[] bytes = new byte[(int) content.virtualSize()];
        content.readAll(new ReadOptions(1 << 20, 2, false), new ChunkSink() {
            @Override
            public void chunk(long offset, ByteBuffer plain) {
                plain.get(bytes, (int) offset, plain.remaining());
            }

            @Override
            public void damaged(DamagedRange range) {
                throw new AssertionError("damaged although not keeping going: " + range);
            }
        });
        return bytes;
    }

    @Override
    public void close() {
        if (repository != null) {
            repository.close();
            repository = null;
        }
    }
}
