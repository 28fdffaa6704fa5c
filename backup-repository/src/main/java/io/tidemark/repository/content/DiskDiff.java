package io.tidemark.repository.content;

import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapDiff;
import io.tidemark.repository.map.MapDiff.Side;
import java.io.IOException;

/// Where two contents differ, found by their maps alone: no chunk is read, and no map page that both have.
///
/// Ranges are of whole chunks: a chunk of which one byte differs is in them. They end with the larger of the
/// disks. What a disk grew by is in them where it is not a hole.
public final class DiskDiff {

    /// What is told, ascending.
    public interface Sink {
        /// A range that differs. Ranges do not touch.
        void changed(DataRange range) throws IOException;

        /// A range of which one of the maps is damaged, so that nobody knows.
        void damaged(DamagedRange range) throws IOException;
    }

    private final DiskContent before;
    private final DiskContent after;
    private final Sink sink;
    private final long end;
    private long firstChunk;
    private long chunks;

    private DiskDiff(DiskContent before, DiskContent after, Sink sink) {
        this.before = before;
        this.after = after;
        this.sink = sink;
        this.end = Math.max(before.virtualSize(), after.virtualSize());
    }

    /// Compares two contents of one repository.
    ///
    /// @return how many map pages were read
    public static long between(DiskContent before, DiskContent after, Sink sink) throws IOException {
        DiskDiff diff = new DiskDiff(before, after, sink);
        long pages = MapDiff.walk(before.map(), after.map(), new MapDiff.Visit() {
            @Override
            public void changed(long chunk) throws IOException {
                diff.add(chunk);
            }

            @Override
            public void damaged(Side side, DamagedNode node) throws IOException {
                diff.flush();
                diff.damage(side, node);
            }
        });
        diff.flush();
        return pages;
    }

    private void add(long chunk) throws IOException {
        if (chunks > 0 && chunk == firstChunk + chunks) {
            chunks++;
            return;
        }
        flush();
        firstChunk = chunk;
        chunks = 1;
    }

    private void flush() throws IOException {
        if (chunks > 0) {
            long start = firstChunk * before.chunkSize();
            sink.changed(new DataRange(start, Math.min(end, start + chunks * before.chunkSize()) - start));
            chunks = 0;
        }
    }

    private void damage(Side side, DamagedNode node) throws IOException {
        DiskContent content = side == Side.BEFORE ? before : after;
        long start = node.firstChunk() * content.chunkSize();
        long length = Math.min(content.virtualSize() - start, node.chunkCount() * content.chunkSize());
        sink.damaged(DamagedRange.of(content, start, length, node.cause()));
    }
}
