package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.collection.CollectionLog;
import io.tidemark.repository.collection.CollectionState;
import io.tidemark.repository.collection.Collector;
import io.tidemark.repository.collection.RecordReader;
import io.tidemark.repository.collection.Reserve;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.format.SealingMethod;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.map.MapPages;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.map.MapShape;
import io.tidemark.repository.pack.PackFooters;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.verification.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A repository that is open: everything needed to restore, in one object store, shared by any number of
/// processes.
///
/// Thread-safe. [#close()] frees what this object holds, not the store.
public final class Repository implements AutoCloseable {

    private final ObjectStore store;
    private final RepositoryFormat format;
    private final Sealing sealing;
    private final @Nullable Keyring keys;
    private final Path cacheDirectory;
    private final ChunkIndex index;
    private final PackReader packs;
    private final MapPages pages;
    private final CollectionLog collections;
    private final Manifests manifests;
    private final Pins pins;
    private final CodecPool<ChunkDecoder> decoders;

    /// @param keys  null if it is not sealed
    Repository(ObjectStore store, RepositoryFormat format, @Nullable Keyring keys, Path cacheDirectory) {
        this.store = store;
        this.format = format;
        this.keys = keys;
        this.sealing = keys == null ? Sealing.none(format.id()) : keys.sealing();
        this.cacheDirectory = cacheDirectory.resolve(format.id().toString());
        this.index = new ChunkIndex(store, sealing, this.cacheDirectory);
        this.packs = new PackReader(store, sealing);
        this.pages = new MapPages(index, packs);
        this.collections = new CollectionLog(store, sealing);
        this.manifests = new Manifests(store, sealing, collections);
        this.pins = new Pins(store, sealing);
        this.decoders = new CodecPool<>(
                2 * Runtime.getRuntime().availableProcessors(), () -> new ChunkDecoder(format.chunkSize(), sealing));
    }

    /// Makes a store a repository.
    ///
    /// @param cacheDirectory  as for [#open]
    /// @throws RepositoryExistsException if it is one already; it is left as it is
    /// @throws io.tidemark.repository.store.LocksMissingException if objects are to be locked and cannot be
    public static Repository init(ObjectStore store, RepositoryFormat format, Path cacheDirectory) throws IOException {
        ObjectLocking.require(store, format);
        ObjectLocking.enforce(store, format, InstantSource.system());
        return new Repository(store, format, RepositoryEntry.init(store, format), cacheDirectory);
    }

    /// Makes a store a sealed repository: what is stored in it is encrypted, and nobody can read it without a
    /// passphrase. There is no way back, in either direction.
    ///
    /// @param label  for people, in the clear: whose passphrase it is; may be empty
    /// @throws RepositoryExistsException if it is one already; it is left as it is
    public static Repository initSealed(
            ObjectStore store,
            RepositoryFormat format,
            Path cacheDirectory,
            Passphrase passphrase,
            PassphraseCost cost,
            String label)
            throws IOException {
        ObjectLocking.require(store, format);
        ObjectLocking.enforce(store, format, InstantSource.system());
        RepositoryFormat settled = format.withSealing(SealingMethod.AES_256_GCM);
        Keyring keys = RepositoryEntry.initSealed(store, settled, passphrase, cost, label);
        return new Repository(store, settled, keys, cacheDirectory);
    }

    /// Opens a repository that is not sealed.
    ///
    /// @throws io.tidemark.repository.error.PassphraseMissingException if it is sealed
    public static Repository open(ObjectStore store, Path cacheDirectory) throws IOException {
        return open(store, cacheDirectory, PassphraseSource.NONE);
    }

    /// Opens a repository: one small request, and a few more for the keys of a sealed one. The index is brought up to
    /// date when it is first needed.
    ///
    /// @param cacheDirectory  a directory for the local cache, made when needed. It may be shared by
    ///     processes and by repositories, and be deleted at any time: it costs time then, nothing else
    /// @param passphrases  asked if the repository is sealed
    /// @throws io.tidemark.repository.error.RepositoryMissingException if there is none
    /// @throws io.tidemark.repository.error.WrongKeyException if the passphrase is not one of the repository
    /// @throws io.tidemark.repository.error.PassphraseMissingException if there is no passphrase for a sealed one
    /// @throws io.tidemark.repository.error.NotSealedException if a passphrase was given for one that is not sealed
    public static Repository open(ObjectStore store, Path cacheDirectory, PassphraseSource passphrases)
            throws IOException {
        RepositoryEntry entry = RepositoryEntry.open(store, passphrases);
        ObjectLocking.enforce(store, entry.format(), InstantSource.system());
        return new Repository(store, entry.format(), entry.keys(), cacheDirectory);
    }

    /// The keys of a sealed repository.
    ///
    /// @throws NotSealedException if it is not sealed
    public Keyring keys() throws NotSealedException {
        if (keys == null) {
            throw NotSealedException.hasNoKeys(store.location());
        }
        return keys;
    }

    public RepositoryId id() {
        return format.id();
    }

    /// What was settled when the repository was made.
    public RepositoryFormat format() {
        return format;
    }

    /// Bytes per chunk.
    public int chunkSize() {
        return format.chunkSize();
    }

    /// The points whose manifests can be read, newest last.
    public List<Point> points() throws IOException {
        return listPoints().intact();
    }

    /// All points, the damaged ones too.
    public PointListing listPoints() throws IOException {
        return manifests.list();
    }

    /// The points that seem to be there by the names of their manifests alone. Reads none of these: one that
    /// is damaged is among them, and one that was stored too late to exist.
    public Set<PointId> namedPoints() throws IOException {
        return manifests.named();
    }

    /// Those of several points that cannot be given back whole, as far as verifications have found out.
    public Set<PointId> knownDamaged(Collection<Point> among) throws IOException {
        return DamagedPoints.among(among, index, (point, disk) -> content(point, disk.name()));
    }

    /// A point, if it exists.
    ///
    /// @throws io.tidemark.repository.error.RepositoryException if its manifest cannot be read
    public Optional<Point> point(PointId id) throws IOException {
        return manifests.find(id).map(PointManifest::point);
    }

    /// Which points are protected, and how to protect one.
    public Pins pins() {
        return pins;
    }

    /// Until when points cannot be deleted, in a repository whose objects are locked.
    public ObjectLocking locking() {
        return new ObjectLocking(store);
    }

    /// Deletes points. What only they needed stays where it is until a collection finds it. Nothing is
    /// deleted unless all of them can be.
    ///
    /// @throws PointMissingException if one of them does not exist
    /// @throws io.tidemark.repository.error.PointPinnedException if one of them is pinned
    /// @throws ObjectCorruptException if the manifest of one cannot be read, so that nobody knows whose it is
    public void delete(Collection<PointId> points) throws IOException {
        new PointDeletion(store, manifests, pins, PointDeletion.Which.INTACT).delete(points);
    }

    /// As [#delete], for points whose manifests are damaged, by their ids.
    ///
    /// @throws io.tidemark.repository.error.PointIntactException if the manifest of one can be read
    public void deleteDamaged(Collection<PointId> points) throws IOException {
        new PointDeletion(store, manifests, pins, PointDeletion.Which.DAMAGED).delete(points);
    }

    /// Starts a new point. Brings the index up to date, so that what other workers stored meanwhile is known.
    ///
    /// @param id  new; marks carry it, so it is chosen before the backup begins
    /// @param machine  the machine's name
    /// @param at  the instant the content belongs to
    public PointWriter begin(PointId id, String machine, Instant at, WriteOptions options) throws IOException {
        CollectionState collected = collections.state();
        index.refresh();
        ChunkStorage storage = new ChunkStorage(store, sealing, index, collected, options);
        PointSafety safety = new PointSafety(
                store,
                collections,
                collected,
                manifests,
                index,
                new RecordReader(packs, decoders, format.chunkSize()),
                storage,
                this::map);
        return new PointWriter(
                store, format, sealing, pages, cacheDirectory, storage, safety, id, machine, at, options);
    }

    /// The content of a disk of a point.
    ///
    /// @throws PointMissingException if the point has no such disk
    public DiskContent content(Point point, String disk) throws IOException {
        PointDisk found = point.disk(disk)
                .orElseThrow(
                        () -> new PointMissingException("disk " + disk + " of point " + point.id(), store.location()));
        return new DiskContent(point, found, format.chunkSize(), map(point, found), index, packs, decoders);
    }

    private MapReader map(Point point, PointDisk disk) throws ObjectCorruptException {
        int level = MapShape.canHold(disk.virtualSize(), format.chunkSize())
                ? MapShape.of(disk.virtualSize(), format.chunkSize()).level()
                : -1;
        if (disk.root().level() != level) {
            throw new ObjectCorruptException(
                    point.id().key(),
                    0,
                    "a map of level " + level + " for disk " + disk.name() + " of " + disk.virtualSize() + " bytes",
                    "level " + disk.root().level());
        }
        return new MapReader(disk.root(), MapShape.of(disk.virtualSize(), format.chunkSize()), pages);
    }

    /// Checks that everything the points need is there, by manifests, map pages, index and a listing of the
    /// packs. Reads no chunk: what is inside the packs is proved by reading the points' content.
    public CheckReport check() throws IOException {
        index.refresh();
        return new StructureCheck(store, manifests.list(), this::map, index).run();
    }

    /// What verifies points; damage is its result. Usable until this repository is closed.
    ///
    /// @param point  the point to verify, or null for all of them
    public Verification verification(@Nullable Point point, InstantSource clock) {
        Verification.Source source = new PointsToVerify(point, this);
        return new Verification(store, sealing, format.chunkSize(), index, packs, decoders, source, clock);
    }

    /// Makes the index whole again from the packs alone: names in new segments what no intact segment names.
    /// Reads the packs' footers; deletes nothing.
    public RebuildReport rebuildIndex() throws IOException {
        return new IndexRebuild(store, index, new PackFooters(packs)).run();
    }

    /// What collects: deletes what no point needs. Usable until this repository is closed.
    public Collector collector() {
        RecordReader records = new RecordReader(packs, decoders, format.chunkSize());
        return new Collector(store, sealing, collections, index, manifests::readAll, this::map, records);
    }

    /// Room that is kept for collections in a full store.
    public Reserve reserve() {
        return new Reserve(store);
    }

    @Override
    public void close() {
        decoders.close();
    }
}
