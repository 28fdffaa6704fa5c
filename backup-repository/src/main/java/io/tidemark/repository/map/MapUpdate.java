package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.RepositoryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Makes the map of a new point from that of its base and what changed: reads and writes the pages on the paths to
/// changed chunks, and no others. Memory does not depend on how much changed.
public final class MapUpdate {

    /// Takes new pages.
    public interface PageSink {
        /// Takes a page, which may be there already.
        ///
        /// @param page  its bytes, from position to limit
        /// @return the page's id
        ChunkId store(ByteBuffer page) throws IOException;
    }

    /// Base leaves that are fetched together, ahead of the update.
    private static final int LEAVES_AHEAD = 512;

    private final @Nullable MapReader base;
    private final MapPages pages;
    private final ChangeCursor changes;
    private final ChangeCursor ahead;
    private final PageSink sink;
    /// Pages above a smaller base's root, which no pack has yet.
    private final Map<ChunkId, MapPage> lifted = new HashMap<>();

    private boolean atEnd;
    private boolean aheadAtEnd;
    private long fetchedUntilLeaf;

    private MapUpdate(@Nullable MapReader base, MapPages pages, ChangeLog log, PageSink sink) throws IOException {
        this.base = base;
        this.pages = pages;
        this.changes = log.changes();
        this.ahead = log.changes();
        this.sink = sink;
        this.atEnd = !changes.next();
        this.aheadAtEnd = !ahead.next();
    }

    /// Makes the new map.
    ///
    /// @param base  the map to start from, or null to start from a disk that is one hole
    /// @param shape  of the new map: a larger disk grows by a hole, a smaller one is cut
    /// @param log  what changed; nothing may be added to it meanwhile
    /// @throws RepositoryException if a page of the base on the way to a change is damaged
    public static MapRoot apply(@Nullable MapReader base, MapPages pages, MapShape shape, ChangeLog log, PageSink sink)
            throws IOException {
        int level = shape.level();
        if (base != null && shape.chunkCount() < base.shape().chunkCount()) {
            log.hole(shape.chunkCount(), MapShape.span(level) - shape.chunkCount());
        }
        MapUpdate update = new MapUpdate(base, pages, log, sink);
        return new MapRoot(level, update.node(level, 0, update.baseRoot(level)));
    }

    /// The base's root, brought to the level of the new root.
    private @Nullable ChunkId baseRoot(int level) throws IOException {
        if (base == null) {
            return null;
        }
        ChunkId page = base.root().page();
        for (int at = base.root().level(); at > level && page != null; at--) {
            page = load(page, at).id(0);
        }
        for (int at = base.root().level(); at < level && page != null; at++) {
            @Nullable ChunkId[] slots = new @Nullable ChunkId[MapShape.FANOUT];
            slots[0] = page;
            MapPage above = MapPage.of(at + 1, slots);
            page = sink.store(above.toBytes());
            lifted.put(page, above);
        }
        return page;
    }

    /// @param old  the base's page for the same node
    /// @return the new page, or null when the whole node is a hole
    private @Nullable ChunkId node(int level, long node, @Nullable ChunkId old) throws IOException {
        long first = MapShape.firstChunk(level, node);
        long end = first + MapShape.span(level);
        skipTo(first);
        if (atEnd || changes.start() >= end) {
            return old;
        }
        if (changes.id() == null && ((old == null && changes.end() >= end) || covers(first, end))) {
            return null;
        }
        if (old != null) {
            fetchAhead(MapShape.leafOf(Math.max(first, changes.start())));
        }
        @Nullable
        ChunkId[] slots = old == null
                ? new @Nullable ChunkId[MapShape.FANOUT]
                : load(old, level).slots();
        boolean any = false;
        for (int slot = 0; slot < MapShape.FANOUT; slot++) {
            long child = node * MapShape.FANOUT + slot;
            slots[slot] = level == 0 ? chunk(child, slots[slot]) : node(level - 1, child, slots[slot]);
            any |= slots[slot] != null;
        }
        if (!any) {
            return null;
        }
        MapPage page = MapPage.of(level, slots);
        ByteBuffer bytes = page.toBytes();
        return old != null && pages.idOf(bytes).equals(old) ? old : sink.store(bytes);
    }

    private boolean covers(long first, long end) {
        return changes.start() <= first && changes.end() >= end;
    }

    private @Nullable ChunkId chunk(long chunk, @Nullable ChunkId old) {
        skipTo(chunk);
        return atEnd || changes.start() > chunk ? old : changes.id();
    }

    private void skipTo(long chunk) {
        while (!atEnd && changes.end() <= chunk) {
            atEnd = !changes.next();
        }
    }

    private MapPage load(ChunkId id, int level) throws IOException {
        MapPage above = lifted.get(id);
        if (above != null) {
            return above;
        }
        return switch (pages.load(List.of(id)).get(id)) {
            case LoadedPage.Intact(MapPage page) when page.level() == level -> page;
            case LoadedPage.Intact(MapPage page) ->
                throw new IllegalStateException("Page " + id + " has level " + page.level() + ", not " + level);
            case LoadedPage.Damaged(RepositoryException cause) -> throw cause;
            case null -> throw new IllegalStateException("A page was neither loaded nor found damaged: " + id);
        };
    }

    /// Loads the base's leaves for the next changes into the cache, all at once, if this one is not there.
    private void fetchAhead(long leaf) throws IOException {
        if (base == null || leaf < fetchedUntilLeaf) {
            return;
        }
        LongStream.Builder wanted = LongStream.builder();
        long last = -1;
        int count = 0;
        while (count < LEAVES_AHEAD && !aheadAtEnd) {
            for (long each : new long[] {MapShape.leafOf(ahead.start()), MapShape.leafOf(ahead.end() - 1)}) {
                if (each >= leaf && each > last) {
                    wanted.add(each);
                    last = each;
                    count++;
                }
            }
            aheadAtEnd = !ahead.next();
        }
        fetchedUntilLeaf = Math.max(last, leaf) + 1;
        base.load(wanted.build().filter(each -> each < base.shape().leafCount()).toArray());
    }
}
