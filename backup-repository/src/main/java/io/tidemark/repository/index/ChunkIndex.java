package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which records the repository has and where they lie: every segment in the bucket, looked up in the local cache.
///
/// Look-ups are free of locks and may be made from any thread. They see the segments of the last [#refresh()] and
/// those that were [added][#add] here. What was true of a segment once stays true, as segments are immutable.
public final class ChunkIndex implements AutoCloseable {

    private final ObjectStore store;
    private final RepositoryId repository;
    private final IndexCache cache;
    private volatile List<IndexTable> tables = List.of();

    /// Opens the cache; nothing is asked of the store before [#refresh()].
    ///
    /// @param cacheDirectory  made when needed; several processes may use it at the same time
    public ChunkIndex(ObjectStore store, RepositoryId repository, Path cacheDirectory) {
        this.store = store;
        this.repository = repository;
        this.cache = new IndexCache(cacheDirectory, repository);
    }

    /// Brings the index to what the bucket has now: forgets segments that are gone, fetches those that are new.
    public synchronized void refresh() throws IOException {
        Set<SegmentId> listed = list();
        cache.retain(listed);
        Set<SegmentId> missing = new LinkedHashSet<>(listed);
        missing.removeAll(cache.segments());
        for (SegmentId each : missing) {
            fetch(each);
        }
        cache.mergeWhenMany();
        tables = cache.tables();
    }

    private Set<SegmentId> list() throws IOException {
        Set<SegmentId> listed = new LinkedHashSet<>();
        List<String> strangers = new ArrayList<>();
        store.list(SegmentId.PREFIX, object -> {
            try {
                listed.add(SegmentId.ofKey(object.key()));
            } catch (IllegalArgumentException e) {
                strangers.add(object.key());
            }
        });
        if (!strangers.isEmpty()) {
            throw new ObjectCorruptException(
                    strangers.getFirst(), 0, "an index segment named by a UUID", "another name");
        }
        return listed;
    }

    private void fetch(SegmentId segment) throws IOException {
        try {
            ByteBuffer table = IndexSegment.parse(repository, segment, store.get(segment.key()));
            cache.add(segment, table);
        } catch (ObjectMissingException e) {
            throw new ObjectCorruptException(segment.key(), 0, "an index segment that was just listed", "nothing", e);
        }
    }

    /// Stores a new segment in the bucket, and knows its entries from then on. Every pack that it names must be
    /// stored.
    ///
    /// @param table  sorted and complete, from [PendingEntries#toTable()]
    /// @return the bytes that were stored
    public long add(SegmentId segment, ByteBuffer table) throws IOException {
        ByteBuffer object = IndexSegment.encode(repository, segment, table);
        store.put(segment.key(), object, PutMode.ANY);
        synchronized (this) {
            cache.add(segment, table);
            cache.mergeWhenMany();
            tables = cache.tables();
        }
        return object.remaining();
    }

    public boolean contains(ChunkId id) {
        for (IndexTable table : tables) {
            if (table.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /// Every place where a record lies; empty when the index does not know it.
    public List<RecordLocation> find(ChunkId id) {
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

    /// Unmaps everything; look-ups fail afterwards.
    @Override
    public synchronized void close() {
        tables = List.of();
        cache.close();
    }
}
