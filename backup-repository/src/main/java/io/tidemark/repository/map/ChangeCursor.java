package io.tidemark.repository.map;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.tidemark.repository.chunk.ChunkId;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The changes of a [ChangeLog], ascending and without overlap: single chunks, and ranges of holes between them.
///
/// Of several contents for one chunk the one put last wins; a chunk that was put wins over a range of holes.
final class ChangeCursor {

    /// One sorted run of the log.
    static final class Run implements Comparable<Run> {
        private static final long RECORD_LENGTH = (long) ChangeLog.WORDS * Long.BYTES;

        private final int number;
        private final MemorySegment records;
        private long at;

        Run(int number, MemorySegment records) {
            this.number = number;
            this.records = records;
        }

        boolean hasRecord() {
            return at < records.byteSize();
        }

        long word(int index) {
            return records.get(JAVA_LONG_UNALIGNED, at + (long) index * Long.BYTES);
        }

        void next() {
            at += RECORD_LENGTH;
        }

        @Override
        public int compareTo(Run other) {
            int order = Long.compare(word(0), other.word(0));
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }

    private final PriorityQueue<Run> runs = new PriorityQueue<>();
    /// Where the widest range of holes seen so far ends.
    private long holesUntil;
    private long start;
    /// Everything before this was told.
    private long end;
    private @Nullable ChunkId id;

    ChangeCursor(List<Run> sortedRuns) {
        for (Run run : sortedRuns) {
            if (run.hasRecord()) {
                runs.add(run);
            }
        }
    }

    /// Moves to the next change.
    ///
    /// @return false at the end
    boolean next() {
        long told = end;
        takeHolesThatStartBy(told);
        Run first = runs.peek();
        if (holesUntil <= told && first != null && isHoleRange(first)) {
            told = first.word(0);
            takeHolesThatStartBy(told);
            first = runs.peek();
        }
        if (holesUntil > told && (first == null || first.word(0) > told)) {
            return tell(told, first == null ? holesUntil : Math.min(holesUntil, first.word(0)), null);
        }
        return first != null && tellChunk(first);
    }

    private void takeHolesThatStartBy(long chunk) {
        for (Run run = runs.peek(); run != null && isHoleRange(run) && run.word(0) <= chunk; run = runs.peek()) {
            holesUntil = Math.max(holesUntil, run.word(0) + (run.word(1) & ~ChangeLog.HOLE_RANGE));
            advance(run);
        }
    }

    private boolean tellChunk(Run first) {
        long chunk = first.word(0);
        ChunkId last = null;
        for (Run run = first; run != null && run.word(0) == chunk; run = runs.peek()) {
            if (isHoleRange(run)) {
                holesUntil = Math.max(holesUntil, chunk + (run.word(1) & ~ChangeLog.HOLE_RANGE));
            } else {
                last = new ChunkId(run.word(2), run.word(3), run.word(4), run.word(5));
            }
            advance(run);
        }
        return tell(chunk, chunk + 1, last);
    }

    private boolean tell(long from, long to, @Nullable ChunkId content) {
        start = from;
        end = to;
        boolean zeros = content != null && (content.a() | content.b() | content.c() | content.d()) == 0;
        id = zeros ? null : content;
        return true;
    }

    private void advance(Run run) {
        runs.remove();
        run.next();
        if (run.hasRecord()) {
            runs.add(run);
        }
    }

    private static boolean isHoleRange(Run run) {
        return (run.word(1) & ChangeLog.HOLE_RANGE) != 0;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /// The chunk's new id, or null for holes.
    @Nullable
    ChunkId id() {
        return id;
    }
}
