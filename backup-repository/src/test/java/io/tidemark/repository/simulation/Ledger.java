package io.tidemark.repository.simulation;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The bucket, with books kept about what is in it by a reading of the format of its own: which records lie where, what
/// the index says, what each point needs, and which points are void.
final class Ledger extends ForwardingObjectStore {

    private record Point(Epoch heeded, Set<ChunkId> needs) {}

    private record Entry(ChunkId id, String pack) {}

    private final RepositoryId repository;
    private final Map<String, Set<ChunkId>> packs = new TreeMap<>();
    private final Map<String, List<Entry>> segments = new TreeMap<>();
    private final Map<ChunkId, Map<String, Integer>> index = new HashMap<>();
    private final Map<ChunkId, List<ChunkId>> pages = new HashMap<>();
    private final Map<PointId, Point> points = new TreeMap<>();
    private final Map<Epoch, Set<PointId>> verdicts = new TreeMap<>();
    private boolean changed;

    Ledger(RepositoryId repository) {
        super(new MemoryObjectStore());
        this.repository = repository;
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
        return verdicts.entrySet().stream()
                .anyMatch(verdict -> verdict.getKey().isAfter(point.heeded())
                        && !verdict.getValue().contains(id));
    }

    /// What is wrong: a point that exists and needs something that is not there, or that the index cannot find.
    Optional<String> damage() {
        for (PointId id : existingPoints()) {
            Point point = points.get(id);
            if (point == null) {
                continue;
            }
            for (ChunkId need : point.needs()) {
                if (!isFound(need)) {
                    return Optional.of(
                            "Point " + id + " (epoch " + point.heeded() + ") needs " + need + ", named by the index in "
                                    + index.getOrDefault(need, Map.of()).keySet());
                }
            }
        }
        return Optional.empty();
    }

    private boolean isFound(ChunkId need) {
        for (String pack : index.getOrDefault(need, Map.of()).keySet()) {
            if (packs.getOrDefault(pack, Set.of()).contains(need)) {
                return true;
            }
        }
        return false;
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
            for (ChunkId record : records) {
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
            packs.put(key, readPack(object));
        } else if (key.startsWith("index/") && !segments.containsKey(key)) {
            List<Entry> entries = readSegment(object);
            segments.put(key, entries);
            for (Entry entry : entries) {
                index.computeIfAbsent(entry.id(), _ -> new TreeMap<>()).merge(entry.pack(), 1, Integer::sum);
            }
        } else if (key.startsWith("points/")) {
            points.put(PointId.ofKey(key), readPoint(PointId.ofKey(key), object));
            changed = true;
        } else if (key.startsWith("collections/verdicts/")) {
            verdicts.put(Epoch.parse(key.substring("collections/verdicts/".length())), readVerdict(object));
            changed = true;
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        super.delete(key);
        changed = true;
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

    private Set<ChunkId> readPack(ByteBuffer object) {
        int trailer = object.limit() - 40;
        int count = object.getInt(trailer);
        int footer = object.getInt(trailer + 4);
        boolean ofPages = object.get(10) == 2;
        Set<ChunkId> records = new HashSet<>();
        for (int at = footer; at < footer + 44 * count; at += 44) {
            ChunkId id = ChunkId.from(object.slice(at, 32));
            records.add(id);
            if (ofPages) {
                pages.put(id, children(object.slice(object.getInt(at + 40), object.getInt(at + 32) & 0xffffff)));
            }
        }
        return records;
    }

    private static List<ChunkId> children(ByteBuffer page) {
        List<ChunkId> children = new ArrayList<>();
        for (int at = 16; at < page.limit(); at += 32) {
            children.add(ChunkId.from(page.slice(at, 32)));
        }
        return children;
    }

    private static List<Entry> readSegment(ByteBuffer object) {
        ByteBuffer table = object.slice(56, object.limit() - 88);
        int count = (int) table.getLong(0);
        List<Entry> entries = new ArrayList<>();
        for (int at = 16; at < 16 + 44 * count; at += 44) {
            String pack =
                    uuid(table, 16 + 44 * count + 16 * table.getInt(at + 32)).toString();
            entries.add(new Entry(ChunkId.from(table.slice(at, 32)), "packs/" + pack.substring(0, 2) + "/" + pack));
        }
        return entries;
    }

    private Point readPoint(PointId id, ByteBuffer object) {
        try {
            PointManifest manifest = PointManifest.parse(Sealing.none(repository), id, object);
            Set<ChunkId> needs = new HashSet<>();
            for (PointDisk disk : manifest.point().disks()) {
                @Nullable ChunkId root = disk.root().page();
                if (root != null) {
                    follow(root, needs);
                }
            }
            return new Point(manifest.epoch(), needs);
        } catch (RepositoryException e) {
            throw new AssertionError("A damaged manifest was stored", e);
        }
    }

    private void follow(ChunkId id, Set<ChunkId> needs) {
        if (needs.add(id)) {
            pages.getOrDefault(id, List.of()).forEach(child -> follow(child, needs));
        }
    }

    private static Set<PointId> readVerdict(ByteBuffer object) {
        Set<PointId> admitted = new HashSet<>();
        int count = object.getInt(56);
        for (int i = 0; i < count; i++) {
            admitted.add(new PointId(uuid(object, 60 + 16 * i)));
        }
        return admitted;
    }

    private static UUID uuid(ByteBuffer bytes, int at) {
        return new UUID(bytes.getLong(at), bytes.getLong(at + 8));
    }
}
