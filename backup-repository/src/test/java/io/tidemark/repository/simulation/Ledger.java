package io.tidemark.repository.simulation;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.simulation.FormatReading.Entry;
import io.tidemark.repository.simulation.FormatReading.Place;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoreLockedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The bucket, with books kept about what is in it by a reading of the format of its own: which records lie
/// where, what the index says, what each point needs, which points are void, and which records somebody has
/// damaged.
final class Ledger extends ForwardingObjectStore {

    private record Point(Epoch heeded, Set<ChunkId> needs) {}

    private final MemoryObjectStore bucket;
    private final FormatReading format;
    private final Map<String, Map<ChunkId, Place>> packs = new TreeMap<>();
    private final Map<String, List<Entry>> segments = new TreeMap<>();
    private final Map<ChunkId, Map<String, Integer>> index = new HashMap<>();
    private final Map<ChunkId, List<ChunkId>> pages = new HashMap<>();
    private final Map<PointId, Point> points = new TreeMap<>();
    private final TreeMap<Epoch, Set<PointId>> verdicts = new TreeMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<DamagedCopy> damagedCopies = new HashSet<>();
    private final Set<ChunkId> everDamaged = new HashSet<>();
    private boolean changed;

    Ledger(MemoryObjectStore bucket, Sealing sealing) {
        super(bucket);
        this.bucket = bucket;
        this.format = new FormatReading(sealing);
    }

    /// Whether anything was stored or deleted since this was last asked for that can break a promise.
    boolean hasChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /// The points that a reader would be shown.
    Set<PointId> existingPoints() {
        Set<PointId> existing = new TreeSet<>();
        points.forEach((id, point) -> {
            if (!isVoid(id, point)) {
                existing.add(id);
            }
        });
        return existing;
    }

    private boolean isVoid(PointId id, Point point) {
        Map.Entry<Epoch, Set<PointId>> newest = verdicts.lastEntry();
        return newest != null
                && newest.getKey().isAfter(point.heeded())
                && !newest.getValue().contains(id);
    }

    /// What is wrong: a point that exists and needs something that is not there, or that the index cannot
    /// find.
    Optional<String> damage() {
        for (PointId id : existingPoints()) {
            Point point = points.get(id);
            if (point == null) {
                continue;
            }
            for (ChunkId need : point.needs()) {
                if (!hasCopy(need)) {
                    return Optional.of(
                            "Point " + id + " (epoch " + point.heeded() + ") needs " + need + ", named by the index in "
                                    + index.getOrDefault(need, Map.of()).keySet());
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the index finds a record: asked so often that it is not to make a list.
    private boolean hasCopy(ChunkId id) {
        for (String pack : index.getOrDefault(id, Map.of()).keySet()) {
            if (packs.getOrDefault(pack, Map.of()).containsKey(id)) {
                return true;
            }
        }
        return false;
    }

    /// Where the index finds a record.
    private List<DamagedCopy> copies(ChunkId id) {
        List<DamagedCopy> copies = new ArrayList<>();
        for (String pack : index.getOrDefault(id, Map.of()).keySet()) {
            Place place = packs.getOrDefault(pack, Map.of()).get(id);
            if (place != null) {
                copies.add(new DamagedCopy(PackId.ofKey(pack), place.offset()));
            }
        }
        return copies;
    }

    /// Destroys the bytes of a chunk's record, any one.
    ///
    /// @return which
    Optional<String> destroyOne(RandomGenerator random) throws StoreException {
        List<String> ofChunks = packs.entrySet().stream()
                .filter(pack -> !pack.getValue().isEmpty()
                        && pack.getValue().keySet().stream().noneMatch(pages::containsKey))
                .map(Map.Entry::getKey)
                .toList();
        if (ofChunks.isEmpty()) {
            return Optional.empty();
        }
        String pack = ofChunks.get(random.nextInt(ofChunks.size()));
        Map<ChunkId, Place> records = packs.getOrDefault(pack, Map.of());
        List<ChunkId> ids = records.keySet().stream()
                .sorted(Comparator.comparingInt(
                        id -> records.getOrDefault(id, Place.NONE).offset()))
                .toList();
        ChunkId id = ids.get(random.nextInt(ids.size()));
        Place place = records.getOrDefault(id, Place.NONE);
        if (!damagedCopies.add(new DamagedCopy(PackId.ofKey(pack), place.offset()))) {
            return Optional.empty();
        }
        everDamaged.add(id);
        ByteBuffer bytes = bucket.get(pack);
        for (int at = place.offset(); at < place.offset() + place.length(); at++) {
            bytes.put(at, (byte) ~bytes.get(at));
        }
        bucket.put(pack, bytes, PutMode.ANY);
        return Optional.of(pack + " at " + place.offset() + " is damaged");
    }

    /// Whether any copy of a record was ever damaged.
    boolean wasDamaged(ChunkId id) {
        return everDamaged.contains(id);
    }

    /// Whether no sound copy of a record is left.
    boolean isLost(ChunkId id) {
        return damagedCopies.containsAll(copies(id));
    }

    /// Has somebody delete all that is not locked of what is stored locked, whoever needs it.
    ///
    /// @return what could be deleted
    List<String> steal() throws StoreException {
        LockRule rule = Objects.requireNonNull(bucket.locks().orElseThrow().rule());
        List<String> coveted = new ArrayList<>();
        list("", object -> {
            if (rule.covers(object.key())) {
                coveted.add(object.key());
            }
        });
        List<String> safe = new ArrayList<>();
        for (String key : coveted) {
            try {
                delete(key);
            } catch (StoreLockedException refused) {
                safe.add(key);
            }
        }
        coveted.removeAll(safe);
        return coveted;
    }

    /// What is there although nothing needs it.
    List<String> litter() throws StoreException {
        List<String> litter = new ArrayList<>();
        Set<ChunkId> needed = new HashSet<>();
        Set<PointId> existing = existingPoints();
        points.forEach((id, point) -> {
            if (existing.contains(id)) {
                needed.addAll(point.needs());
            } else {
                litter.add("void " + id.key());
            }
        });
        Set<ChunkId> seen = new HashSet<>();
        packs.forEach((pack, records) -> {
            for (ChunkId record : records.keySet()) {
                if (!needed.contains(record)) {
                    litter.add(pack + " holds the dead " + record);
                } else if (!seen.add(record)) {
                    litter.add(pack + " holds another copy of " + record);
                }
            }
        });
        segments.forEach((segment, entries) -> {
            for (Entry entry : entries) {
                if (!packs.containsKey(entry.pack())) {
                    litter.add(segment + " names the missing " + entry.pack());
                }
            }
        });
        list("collections/condemned/", object -> litter.add(object.key()));
        return litter;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        ByteBuffer object = content.slice();
        super.put(key, content, mode);
        if (key.startsWith("packs/")) {
            packs.put(key, format.pack(key, object, pages));
            damagedCopies.removeIf(copy -> copy.pack().key().equals(key));
        } else if (key.startsWith("index/") && !segments.containsKey(key)) {
            List<Entry> entries = format.segment(key, object);
            segments.put(key, entries);
            for (Entry entry : entries) {
                index.computeIfAbsent(entry.id(), _ -> new TreeMap<>()).merge(entry.pack(), 1, Integer::sum);
            }
        } else if (key.startsWith("points/")) {
            points.put(PointId.ofKey(key), readPoint(format.point(key, object)));
            changed = true;
        } else if (key.startsWith("collections/verdicts/")) {
            verdicts.put(Epoch.parse(key.substring("collections/verdicts/".length())), format.verdict(key, object));
            changed = true;
        } else if (key.startsWith("damaged/")) {
            requireTrue(format.damageList(key, object));
        }
    }

    /// What is written down as damaged was damaged, or is gone.
    private void requireTrue(Set<DamagedCopy> told) {
        for (DamagedCopy copy : told) {
            boolean gone = deleted.contains(copy.pack().key());
            if (!gone && !damagedCopies.contains(copy)) {
                throw new AssertionError("Written down as damaged, and is sound: " + copy);
            }
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        super.delete(key);
        changed = true;
        deleted.add(key);
        packs.remove(key);
        List<Entry> entries = segments.remove(key);
        if (entries != null) {
            for (Entry entry : entries) {
                index.getOrDefault(entry.id(), new TreeMap<>())
                        .computeIfPresent(entry.pack(), (_, count) -> count == 1 ? null : count - 1);
            }
        }
        if (key.startsWith("points/")) {
            points.remove(PointId.ofKey(key));
        } else if (key.startsWith("collections/verdicts/")) {
            verdicts.remove(Epoch.parse(key.substring("collections/verdicts/".length())));
        }
    }

    private Point readPoint(PointManifest manifest) {
        Set<ChunkId> needs = new HashSet<>();
        for (PointDisk disk : manifest.point().disks()) {
            @Nullable ChunkId root = disk.root().page();
            if (root != null) {
                follow(root, needs);
            }
        }
        return new Point(manifest.epoch(), needs);
    }

    private void follow(ChunkId id, Set<ChunkId> needs) {
        if (needs.add(id)) {
            pages.getOrDefault(id, List.of()).forEach(child -> follow(child, needs));
        }
    }
}
