package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.pack.FetchRange;
import io.tidemark.repository.pack.FetchRange.Wanted;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.sealing.RecordCipher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The repository's map pages: read many at a time in few requests, proved by their ids, and the last
/// [#CACHED_PAGES] kept (at most 4.3 MiB). Thread-safe.
public final class MapPages {

    private static final int CACHED_PAGES = 2048;
    private static final int READ_AHEAD = CACHED_PAGES / 2;
    private static final int MAX_RANGE = 2 << 20;
    private static final int REQUESTS_AT_ONCE = 8;

    private final ChunkIndex index;
    private final PackReader packs;
    private final int overhead;
    private final Set<PackId> missingPacks = ConcurrentHashMap.newKeySet();
    private final Map<ChunkId, MapPage> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ChunkId, MapPage> eldest) {
            return size() > CACHED_PAGES;
        }
    };

    public MapPages(ChunkIndex index, PackReader packs) {
        this.index = index;
        this.packs = packs;
        this.overhead = packs.sealing().recordOverhead();
    }

    /// Loads pages.
    ///
    /// @return each of them, intact or damaged
    /// @throws IOException if the store fails
    Map<ChunkId, LoadedPage> load(Collection<ChunkId> ids) throws IOException {
        Map<ChunkId, LoadedPage> loaded = new ConcurrentHashMap<>();
        Set<ChunkId> missing = new LinkedHashSet<>();
        synchronized (cache) {
            for (ChunkId id : ids) {
                MapPage page = cache.get(id);
                if (page == null) {
                    missing.add(id);
                } else {
                    loaded.put(id, new LoadedPage.Intact(page));
                }
            }
        }
        if (!missing.isEmpty()) {
            fetch(locate(missing, loaded), loaded);
            fetchElsewhere(missing, loaded);
            keep(missing, loaded);
        }
        return loaded;
    }

    /// Loads what walks through several maps need first, all of a level at once, so that each walk finds it
    /// here and waits for few requests of its own. Ends where one level needs so many pages that a walk asks
    /// for many at a time anyway.
    ///
    /// @param known  true of pages that no walk will go into, nor need what is below them
    void readAhead(Collection<ChunkId> roots, Predicate<ChunkId> known) throws IOException {
        Set<ChunkId> seen = new HashSet<>();
        List<ChunkId> level = new ArrayList<>();
        for (ChunkId root : roots) {
            if (!known.test(root) && seen.add(root)) {
                level.add(root);
            }
        }
        while (!level.isEmpty() && seen.size() <= READ_AHEAD) {
            List<ChunkId> below = new ArrayList<>();
            for (LoadedPage each : load(level).values()) {
                if (each instanceof LoadedPage.Intact(MapPage page) && page.level() > 0) {
                    for (int slot = 0; slot < MapShape.FANOUT; slot++) {
                        ChunkId id = page.id(slot);
                        if (id != null && !known.test(id) && seen.add(id)) {
                            below.add(id);
                        }
                    }
                }
            }
            level = below;
        }
    }

    /// Where a pack is missing, a collection may have copied the page elsewhere.
    private void fetchElsewhere(Set<ChunkId> wanted, Map<ChunkId, LoadedPage> loaded) throws IOException {
        Map<ChunkId, List<RecordLocation>> lost = new HashMap<>();
        boolean news = false;
        for (ChunkId id : wanted) {
            if (loaded.get(id) instanceof LoadedPage.Damaged(RepositoryException cause)
                    && PackReader.isMissingPack(cause)) {
                lost.put(id, index.find(id));
                for (RecordLocation place : lost.getOrDefault(id, List.of())) {
                    news |= missingPacks.add(place.pack());
                }
            }
        }
        if (news) {
            index.refresh();
            lost.replaceAll((id, tried) -> index.find(id).stream()
                    .filter(place -> !tried.contains(place))
                    .toList());
            lost.values().removeIf(List::isEmpty);
            fetch(lost, loaded);
        }
    }

    private void keep(Set<ChunkId> fetched, Map<ChunkId, LoadedPage> loaded) {
        synchronized (cache) {
            for (ChunkId id : fetched) {
                if (loaded.get(id) instanceof LoadedPage.Intact(MapPage page)) {
                    cache.put(id, page);
                }
            }
        }
    }

    private Map<ChunkId, List<RecordLocation>> locate(Set<ChunkId> ids, Map<ChunkId, LoadedPage> loaded)
            throws IOException {
        Map<ChunkId, List<RecordLocation>> places = new HashMap<>();
        boolean refreshed = false;
        for (ChunkId id : ids) {
            List<RecordLocation> found = index.find(id);
            if (found.isEmpty() && !refreshed) {
                index.refresh();
                refreshed = true;
                found = index.find(id);
            }
            if (found.isEmpty()) {
                loaded.put(id, new LoadedPage.Damaged(index.unknown("map page " + id)));
            } else {
                places.put(id, found);
            }
        }
        return places;
    }

    private void fetch(Map<ChunkId, List<RecordLocation>> places, Map<ChunkId, LoadedPage> loaded) throws IOException {
        List<Wanted<ChunkId>> wanted = new ArrayList<>(places.size());
        places.forEach((id, found) -> wanted.add(new Wanted<>(found.getFirst(), id)));
        ParallelReads.forEach(FetchRange.coalesce(wanted, MAX_RANGE), REQUESTS_AT_ONCE, range -> fetch(range, loaded));
        for (Map.Entry<ChunkId, List<RecordLocation>> each : places.entrySet()) {
            if (loaded.get(each.getKey()) instanceof LoadedPage.Intact) {
                continue;
            }
            for (RecordLocation place : each.getValue()) {
                fetch(FetchRange.alone(new Wanted<>(place, each.getKey())), loaded);
                if (loaded.get(each.getKey()) instanceof LoadedPage.Intact) {
                    break;
                }
            }
        }
    }

    private void fetch(FetchRange<ChunkId> range, Map<ChunkId, LoadedPage> loaded) throws IOException {
        try {
            for (Wanted<ChunkId> each : range.records()) {
                requirePageForm(each);
            }
            ByteBuffer bytes = ByteBuffer.allocate(range.length());
            packs.read(range.pack(), range.offset(), bytes);
            bytes.flip();
            RecordCipher cipher = packs.sealing().recordCipher();
            for (Wanted<ChunkId> each : range.records()) {
                RecordLocation at = each.location();
                ByteBuffer record = bytes.slice(at.offset() - range.offset(), at.length());
                loaded.put(each.purpose(), check(each, record, cipher));
            }
        } catch (RepositoryException damage) {
            for (Wanted<ChunkId> each : range.records()) {
                loaded.putIfAbsent(each.purpose(), new LoadedPage.Damaged(damage));
            }
        }
    }

    private void requirePageForm(Wanted<ChunkId> wanted) throws ObjectCorruptException {
        RecordLocation at = wanted.location();
        if (at.encoding() != Encoding.RAW || at.length() > MapPage.MAX_LENGTH + overhead) {
            throw new ObjectCorruptException(
                    at.pack().key(),
                    at.offset(),
                    "map page " + wanted.purpose() + " of at most " + (MapPage.MAX_LENGTH + overhead) + " raw bytes",
                    at.length() + " bytes, encoded " + at.encoding());
        }
    }

    private LoadedPage check(Wanted<ChunkId> wanted, ByteBuffer record, RecordCipher cipher) {
        RecordLocation at = wanted.location();
        try {
            ByteBuffer page = own(at.open(cipher, wanted.purpose(), record));
            ChunkId found = idOf(page);
            if (!found.equals(wanted.purpose())) {
                return new LoadedPage.Damaged(new ObjectCorruptException(
                        at.pack().key(), at.offset(), "map page " + wanted.purpose(), "bytes with the id " + found));
            }
            return new LoadedPage.Intact(
                    MapPage.parse(new BoundedReader(at.pack().key(), at.offset(), page)));
        } catch (RepositoryException e) {
            return new LoadedPage.Damaged(e);
        }
    }

    /// What was opened is the cipher's own until its next call.
    private ByteBuffer own(ByteBuffer page) {
        return overhead == 0
                ? page
                : ByteBuffer.allocate(page.remaining()).put(page).flip();
    }

    /// The id of a page, from the buffer's position to its limit.
    public ChunkId idOf(ByteBuffer page) {
        return ChunkId.of(packs.sealing().contentHash().of(page));
    }
}
