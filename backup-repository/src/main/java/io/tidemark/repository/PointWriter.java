package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkEncoder;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.map.ChangeLog;
import io.tidemark.repository.map.MapPages;
import io.tidemark.repository.map.MapRoot;
import io.tidemark.repository.map.MapShape;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectExistsException;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one recovery point. Nothing of it can be seen before [#commit] has returned: packs come first, then
/// the index segments that name what is in them, then the manifest, whose storing is the commit.
///
/// A collection may run at the same time. What it may delete is not used; what this point needs of it all the
/// same is copied before the manifest is stored. If a collection began while the manifest was on its way, the
/// manifest is taken back, and the backup has to be done again ([CollectedMeanwhileException]).
///
/// [#close()] without a commit, or a crash anywhere, leaves unreferenced objects at worst. The first failure
/// of any part stops all of it: every later call throws it.
public final class PointWriter implements AutoCloseable {

    private final ObjectStore store;
    private final RepositoryFormat format;
    private final Sealing sealing;
    private final PointId id;
    private final String machine;
    private final Instant createdAt;
    private final MapPages pages;
    private final Path cacheDirectory;
    private final ChunkStorage storage;
    private final PointSafety safety;
    private final CodecPool<ChunkEncoder> encoders;
    private final Map<String, DiskWriter> disks = new LinkedHashMap<>();
    private Runnable pulse = () -> {};
    private boolean ended;
    private volatile long manifestBytes;

    PointWriter(
            ObjectStore store,
            RepositoryFormat format,
            Sealing sealing,
            MapPages pages,
            Path cacheDirectory,
            ChunkStorage storage,
            PointSafety safety,
            PointId id,
            String machine,
            Instant createdAt,
            WriteOptions options) {
        if (options.packSize() < 4 * format.chunkSize()) {
            throw new IllegalArgumentException(
                    "Packs of " + options.packSize() + " bytes are too small for chunks of " + format.chunkSize());
        }
        this.store = store;
        this.format = format;
        this.sealing = sealing;
        this.id = id;
        this.machine = machine;
        this.createdAt = createdAt;
        this.pages = pages;
        this.cacheDirectory = cacheDirectory;
        this.storage = storage;
        this.safety = safety;
        this.encoders = new CodecPool<>(
                2 * Runtime.getRuntime().availableProcessors(),
                () -> new ChunkEncoder(format.chunkSize(), options.compressionLevel(), sealing.contentHash()));
    }

    /// Which point this will be.
    public PointId id() {
        return id;
    }

    /// Starts a disk.
    ///
    /// @param name  different for each disk of the point
    /// @param virtualSize  bytes the guest sees
    /// @param base  the content of the same disk at an earlier point of this repository, or null
    public synchronized DiskWriter disk(String name, long virtualSize, @Nullable DiskContent base) {
        if (virtualSize < 0 || virtualSize > MapShape.MAX_VIRTUAL_SIZE) {
            throw new IllegalArgumentException("Disk " + name + " has no size: " + virtualSize);
        }
        DiskWriter disk = new DiskWriter(
                name, virtualSize, format.chunkSize(), base, storage, encoders, new ChangeLog(cacheDirectory));
        if (disks.putIfAbsent(name, disk) != null) {
            throw new IllegalArgumentException("Disk " + name + " was started already");
        }
        return disk;
    }

    /// Makes the point exist. All calls to the disks' writers must have returned.
    ///
    /// @param descriptions  one for each disk, in the order the point shall list them
    /// @return the point as any reader sees it from now on
    /// @throws CollectedMeanwhileException if a collection got in the way; the backup is to be done again
    /// @throws IOException if the point does not exist, as far as can be told: when the store cannot be
    ///     reached any more after the last request was sent, the message says that the point may exist after
    ///     all
    public synchronized Point commit(List<DiskDescription> descriptions) throws IOException {
        if (ended) {
            throw new IllegalStateException("Point " + id + " was committed, or failed to be, already");
        }
        requireAllDescribed(descriptions);
        ended = true;
        List<PointDisk> finished = new ArrayList<>();
        for (DiskDescription described : descriptions) {
            finished.add(finish(writerOf(described), described));
        }
        storage.finish(pulse);
        Point point = new Point(id, machine, createdAt, finished);
        List<Point> bases =
                disks.values().stream().flatMap(disk -> disk.base().stream()).toList();
        Epoch epoch = safety.settle(point, bases);
        List<SegmentId> segments = storage.finish(pulse);
        ByteBuffer manifest = new PointManifest(point, epoch, segments).encode(sealing);
        publish(manifest);
        safety.requireSettled(id, epoch);
        manifestBytes = manifest.remaining();
        return point;
    }

    private PointDisk finish(DiskWriter disk, DiskDescription described) throws IOException {
        MapRoot root;
        try {
            root = disk.finish(pages);
        } catch (ObjectCorruptException e) {
            throw safety.orCollected(id, e);
        }
        DiskStatistics statistics = disk.statistics();
        return new PointDisk(disk.virtualSize(), root, statistics.newChunks(), statistics.storedBytes(), described);
    }

    private void requireAllDescribed(List<DiskDescription> descriptions) {
        for (DiskDescription each : descriptions) {
            writerOf(each);
        }
        if (descriptions.size() != disks.size()) {
            throw new IllegalArgumentException(
                    "Point " + id + " has the disks " + disks.keySet() + "; " + descriptions.size() + " are described");
        }
    }

    private DiskWriter writerOf(DiskDescription described) {
        DiskWriter disk = disks.get(described.name());
        if (disk == null) {
            throw new IllegalArgumentException("Disk " + described.name() + " was not started");
        }
        return disk;
    }

    private void publish(ByteBuffer manifest) throws IOException {
        try {
            store.put(id.key(), manifest, PutMode.CREATE);
        } catch (ObjectExistsException e) {
            if (!isStored(manifest)) {
                throw e;
            }
        } catch (StoreException e) {
            if (!wasStoredAfterAll(manifest, e)) {
                throw e;
            }
        }
    }

    /// The reply may have been lost after the manifest was stored.
    private boolean wasStoredAfterAll(ByteBuffer manifest, StoreException failure) throws StoreException {
        try {
            return isStored(manifest);
        } catch (StoreException unknown) {
            failure.addSuppressed(unknown);
            throw new StoreException(
                    "Whether point " + id + " was committed is not known: its manifest was sent to " + store.location()
                            + ", and then the store could not be reached. If `tidemark points` lists it, it is whole.",
                    failure);
        }
    }

    private boolean isStored(ByteBuffer manifest) throws StoreException {
        try {
            return store.get(id.key()).equals(manifest);
        } catch (ObjectMissingException e) {
            return false;
        }
    }

    /// Bytes of all objects for this point that have left for the store so far; those that are sent again count
    /// once.
    public long uploadedBytes() {
        return storage.sentBytes() + manifestBytes;
    }

    /// Bytes of new chunks and map pages, compressed, that have not left for the store yet.
    public long waitingBytes() {
        return storage.waitingBytes();
    }

    /// Has something done while [#commit] waits for the store, a few times a second and on its thread.
    public void pulse(Runnable quick) {
        pulse = quick;
    }

    /// Ends what is under way and frees the memory. Without a commit the point does not exist.
    @Override
    public synchronized void close() throws IOException {
        storage.close();
        encoders.close();
        IOException failure = null;
        for (DiskWriter disk : disks.values()) {
            try {
                disk.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
