package io.tidemark.repository;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.index.PendingEntries;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackFooters;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names in new index segments what lies in packs and what no intact segment names, and deletes the segments
/// that are damaged: what they named is named anew by then, and as long as they are there no collection runs.
/// Where a pack cannot tell what it holds they stay. Reads the packs' footers and nothing else of them. May
/// run beside backups: at worst a record is named twice.
///
/// Memory: about 120 bytes for each of 65,536 records, and some 100 bytes per pack.
final class IndexRebuild {

    private static final int SEGMENT_ENTRIES = 1 << 16;
    private static final int READ_AT_ONCE = 8;

    private final ObjectStore store;
    private final ChunkIndex index;
    private final PackFooters footers;
    private final List<RepositoryException> unreadable = new ArrayList<>();
    private PendingEntries pending = new PendingEntries();
    private long records;
    private long added;
    private long segments;
    private long removed;

    IndexRebuild(ObjectStore store, ChunkIndex index, PackFooters footers) {
        this.store = store;
        this.index = index;
        this.footers = footers;
    }

    RebuildReport run() throws IOException {
        // Before the listing: whatever pack a damaged segment names was stored before it, and so is listed. From the
        // store, as a copy in the cache may be sound where the segment is not.
        index.fetchAnew();
        Set<SegmentId> damaged = damagedSegments();
        List<StoredObject> packs = new ArrayList<>();
        store.list(PackId.PREFIX, packs::add);
        // After the listing, so that whoever has stored a pack and named it meanwhile is not repeated.
        index.refresh();
        ParallelReads.forEach(packs, READ_AT_ONCE, this::read);
        writeSegment();
        damaged.retainAll(damagedSegments());
        if (added > 0 || !damaged.isEmpty()) {
            // A pack that only a lost segment named may be lost as well, and nobody would know: from now on writers
            // look for what they count on, until a verification has found everything.
            index.damage().note(DamagedCopy.UNNAMED);
        }
        if (unreadable.isEmpty()) {
            remove(damaged);
        }
        return new RebuildReport(
                packs.size(), records, added, segments, removed, index.damaged().size() - removed, unreadable);
    }

    /// Those that are damaged themselves; one of a later version, or a name that is none, is left to others.
    private Set<SegmentId> damagedSegments() {
        Set<SegmentId> damaged = new HashSet<>();
        index.damaged().forEach((key, cause) -> {
            if (cause instanceof ObjectCorruptException) {
                SegmentId.ofNamed(key).ifPresent(damaged::add);
            }
        });
        return damaged;
    }

    private void remove(Set<SegmentId> damaged) throws IOException {
        try {
            for (SegmentId segment : damaged) {
                store.delete(segment.key());
                removed++;
            }
        } catch (StoreAccessDeniedException mayNotDelete) {
            // The rest stays, and is reported as segments that cannot be read.
            return;
        }
    }

    private void read(StoredObject object) throws IOException {
        try {
            PackId pack = idOf(object);
            take(pack, footers.read(pack, object.size()));
        } catch (RepositoryException e) {
            synchronized (this) {
                unreadable.add(e);
            }
        }
    }

    private static PackId idOf(StoredObject object) throws ObjectCorruptException {
        try {
            return PackId.ofKey(object.key());
        } catch (IllegalArgumentException e) {
            throw new ObjectCorruptException(object.key(), 0, "a pack named by its id", "another name", e);
        }
    }

    private void take(PackId pack, List<PackEntry> entries) throws IOException {
        List<PackEntry> missing = new ArrayList<>();
        for (PackEntry entry : entries) {
            if (!index.everyPlace(entry.id()).contains(entry.in(pack))) {
                missing.add(entry);
            }
        }
        synchronized (this) {
            records += entries.size();
            added += missing.size();
            if (!missing.isEmpty()) {
                pending.add(pack, missing);
            }
            if (pending.size() >= SEGMENT_ENTRIES) {
                writeSegment();
            }
        }
    }

    private synchronized void writeSegment() throws IOException {
        if (pending.size() > 0) {
            index.add(SegmentId.random(), pending.toTable());
            segments++;
            pending = new PendingEntries();
        }
    }
}
