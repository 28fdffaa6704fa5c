package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which records the repository has and where they lie: every segment in the bucket, looked up in the local
/// cache.
///
/// Look-ups are free of locks and may be made from any thread. They see the segments of the last [#refresh()]
/// and those that were [added][#add] here. What was true of a segment once stays true, as segments are
/// immutable.
public final class ChunkIndex {

    private static final int FETCHED_AT_ONCE = 4;

    /// Listings of the index until what was listed can also be read.
    private static final int MAX_LISTINGS = 5;

    private final ObjectStore store;
    private final Sealing sealing;
    private final IndexCache cache;
    private final KnownDamage damage;
    private volatile List<IndexTable> tables = List.of();
    private volatile Map<String, RepositoryException> damaged = Map.of();
    private Fetched fetched = new Fetched(0, 0);

    /// Opens the cache; nothing is asked of the store before [#refresh()].
    ///
    /// @param cacheDirectory  made when needed; several processes may use it at the same time
    public ChunkIndex(ObjectStore store, Sealing sealing, Path cacheDirectory) {
        this.store = store;
        this.sealing = sealing;
        this.cache = new IndexCache(cacheDirectory, sealing.repository());
        this.damage = new KnownDamage(store, sealing);
    }

    /// Brings the index to what the bucket has now: forgets segments that are gone, fetches those that are
    /// new.
    ///
    /// A segment that is damaged is left out and [told][#damaged()]: what it alone knows cannot be found,
    /// everything else can.
    public synchronized void refresh() throws IOException {
        damage.refresh();
        Map<String, RepositoryException> found = new TreeMap<>();
        for (int attempt = 1; ; attempt++) {
            Set<SegmentId> listed = list(found);
            cache.retain(listed);
            Set<SegmentId> missing = new LinkedHashSet<>(listed);
            missing.removeAll(cache.segments());
            Map<String, RepositoryException> gone = new TreeMap<>();
            ParallelReads.forEach(missing, FETCHED_AT_ONCE, segment -> fetch(segment, found, gone));
            if (gone.isEmpty()) {
                break;
            }
            if (attempt == MAX_LISTINGS) {
                found.putAll(gone);
                break;
            }
            // Replaced by a collection since it was listed: what replaces it was stored before.
            found.clear();
        }
        cache.mergeWhenMany();
        tables = cache.tables();
        found.putAll(damage.unreadable());
        damaged = Map.copyOf(found);
    }

    /// As [#refresh()], but fetches every segment again, whatever the cache holds: tells what a machine without a
    /// cache would find. Costs 44 bytes per record.
    public synchronized void fetchAnew() throws IOException {
        cache.retain(Set.of());
        refresh();
    }

    private Set<SegmentId> list(Map<String, RepositoryException> strangers) throws IOException {
        Set<SegmentId> listed = new LinkedHashSet<>();
        store.list(SegmentId.PREFIX, object -> {
            try {
                listed.add(SegmentId.ofKey(object.key()));
            } catch (IllegalArgumentException e) {
                strangers.put(
                        object.key(),
                        new ObjectCorruptException(
                                object.key(), 0, "an index segment named by a UUID", "another name", e));
            }
        });
        return listed;
    }

    private void fetch(SegmentId segment, Map<String, RepositoryException> found, Map<String, RepositoryException> gone)
            throws IOException {
        try {
            ByteBuffer object = store.get(segment.key());
            ByteBuffer table = IndexSegment.parse(sealing, segment, object);
            synchronized (cache) {
                cache.add(segment, table);
                fetched = new Fetched(fetched.segments() + 1, fetched.bytes() + object.remaining());
            }
        } catch (RepositoryException e) {
            synchronized (cache) {
                found.put(segment.key(), e);
            }
        } catch (ObjectMissingException e) {
            synchronized (cache) {
                gone.put(
                        segment.key(),
                        new ObjectCorruptException(segment.key(), 0, "an index segment, as listed", "none", e));
            }
        } catch (ObjectTooLargeException e) {
            synchronized (cache) {
                found.put(
                        segment.key(),
                        new ObjectCorruptException(segment.key(), 0, "an index segment", "a far too large object", e));
            }
        }
    }

    /// Segments and damage lists in the bucket that cannot be read, by their keys.
    public Map<String, RepositoryException> damaged() {
        return damaged;
    }

    /// The complaint that no segment knows a record that something refers to. If a segment is damaged, it is
    /// the one to blame.
    ///
    /// @param what  the record: "chunk 3f9a...", "map page 77c1..."
    public ObjectCorruptException unknown(String what) {
        for (Map.Entry<String, RepositoryException> each : damaged.entrySet()) {
            return new ObjectCorruptException(
                    each.getKey(), 0, "an entry for " + what, "a damaged segment", each.getValue());
        }
        return new ObjectCorruptException(SegmentId.PREFIX, 0, "an entry for " + what + " in a segment", "none");
    }

    /// Stores a new segment in the bucket, and knows its entries from then on. Every pack that it names must
    /// be stored.
    ///
    /// @param table  sorted and complete, from [PendingEntries#toTable()]
    /// @return the bytes that were stored
    public long add(SegmentId segment, ByteBuffer table) throws IOException {
        ByteBuffer object = IndexSegment.encode(sealing, segment, table);
        store.put(segment.key(), object, PutMode.ANY);
        synchronized (this) {
            cache.add(segment, table);
            cache.mergeWhenMany();
            tables = cache.tables();
        }
        return object.remaining();
    }

    /// What a cleaning has done.
    ///
    /// @param stored  new segments
    /// @param storedBytes  what they take
    /// @param deleted  segments that the new ones replace
    public record Cleaned(int stored, long storedBytes, int deleted) {}

    /// Segments that were read from the bucket.
    public record Fetched(long segments, long bytes) {}

    /// Deletes objects of the store; a refusal that is not fatal is its own affair.
    public interface Deletion {
        /// Deletes an object, and says whether it is gone.
        boolean delete(String key) throws IOException;
    }

    /// Replaces segments that name packs which are gone, or of which there are very many, by new ones without
    /// them. Every old segment is deleted only after the new ones are stored: at no moment an entry is
    /// missing.
    ///
    /// @param gone  true of packs that do not exist and never will again
    public synchronized Cleaned clean(Predicate<PackId> gone, Deletion deletion) throws IOException {
        int stored = 0;
        long storedBytes = 0;
        int deleted = 0;
        for (CacheFile file : cache.files()) {
            IndexCleaning cleaning = new IndexCleaning(file.table(), gone);
            if (!cleaning.isWorthwhile(file.segments().size())) {
                continue;
            }
            List<Integer> made = new ArrayList<>();
            cleaning.run(table -> {
                SegmentId segment = SegmentId.random();
                ByteBuffer object = IndexSegment.encode(sealing, segment, table);
                store.put(segment.key(), object, PutMode.ANY);
                cache.add(segment, table);
                made.add(object.remaining());
            });
            stored += made.size();
            storedBytes += made.stream().mapToLong(Integer::longValue).sum();
            for (SegmentId old : file.segments().stream().sorted().toList()) {
                deleted += deletion.delete(old.key()) ? 1 : 0;
            }
            cache.forget(file);
        }
        cache.mergeWhenMany();
        tables = cache.tables();
        return new Cleaned(stored, storedBytes, deleted);
    }

    /// What [#clean] would do; does nothing.
    public synchronized Cleaned planCleaning(Predicate<PackId> gone) throws IOException {
        LongSummaryStatistics made = new LongSummaryStatistics();
        int deleted = 0;
        for (CacheFile file : cache.files()) {
            IndexCleaning cleaning = new IndexCleaning(file.table(), gone);
            if (cleaning.isWorthwhile(file.segments().size())) {
                cleaning.run(table -> made.accept(IndexSegment.length(sealing, table.remaining())));
                deleted += file.segments().size();
            }
        }
        return new Cleaned((int) made.getCount(), made.getSum(), deleted);
    }

    /// Bytes of a segment with so many entries, of records in so many packs.
    public long segmentBytes(long entries, long packs) {
        return IndexSegment.length(
                sealing, TableLayout.of(entries, Math.toIntExact(packs)).length());
    }

    /// What was fetched from the bucket since this was opened, and is in the local cache now.
    public synchronized Fetched fetched() {
        return fetched;
    }

    /// The index as it is now, to mark what is referred to.
    public IndexMarks marks() {
        return new IndexMarks(tables, damage);
    }

    /// Whether there is a copy that is not known to be damaged: only then a writer need not store the record.
    public boolean contains(ChunkId id) {
        if (!damage.isEmpty()) {
            return everyPlace(id).stream().anyMatch(place -> !damage.has(place));
        }
        for (IndexTable table : tables) {
            if (table.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /// Where a record lies; empty when the index does not know it. Copies that are known to be damaged are
    /// told only when there is no other.
    public List<RecordLocation> find(ChunkId id) {
        List<RecordLocation> places = everyPlace(id);
        return damage.isEmpty() ? places : damage.intactOf(places);
    }

    /// Whether all copies of a record that there are are known to be damaged.
    public boolean isLost(ChunkId id) {
        return !damage.isEmpty() && !contains(id);
    }

    /// Whether any copy is known to be damaged now. Asks the store for that alone.
    public boolean isDamageKnown() throws IOException {
        damage.refresh();
        return !damage.isEmpty();
    }

    /// Which copies are known to be damaged, as of the last [#refresh()].
    public KnownDamage damage() {
        return damage;
    }

    /// Every place where a record lies, damaged or not.
    public List<RecordLocation> everyPlace(ChunkId id) {
        List<RecordLocation> found = new ArrayList<>(1);
        for (IndexTable table : tables) {
            table.collect(id, found);
        }
        return found;
    }

    /// How many entries there are, one counted once per segment that has it.
    public long size() {
        return tables.stream().mapToLong(IndexTable::size).sum();
    }
}
