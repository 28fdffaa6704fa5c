package io.tidemark.engine.source;

import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses chunks at random among those that hold data and that a mark calls clean.
///
/// It is told the clean ranges in ascending order while they stream by, and keeps no more than the chunks it
/// chooses. Positions are drawn over the whole disk, each moved on to the next clean data. Where a disk is so
/// empty that too few are found this way, chunks at random from the first data seen make up the number.
public final class CleanSample {
    /// Where a search for data starts small, so that a full disk's whole map is not read for one chunk.
    private static final long FIRST_WINDOW = 64L << 20;

    private final DiskSource source;
    private final int chunkSize;
    private final int wanted;
    private final RandomGenerator random;
    private final long[] positions;
    private int nextPosition;
    private final TreeSet<Long> chosen = new TreeSet<>();
    private final Set<Long> spare = new TreeSet<>();

    /// @param wanted  how many chunks to choose, if there are as many
    public CleanSample(DiskSource source, int chunkSize, int wanted, RandomGenerator random) {
        this.source = source;
        this.chunkSize = chunkSize;
        this.wanted = wanted;
        this.random = random;
        long chunks = Math.ceilDiv(source.virtualSize(), (long) chunkSize);
        this.positions = chunks == 0
                ? new long[0]
                : random.longs(wanted, 0, chunks).sorted().toArray();
    }

    /// Takes note of a clean range.
    ///
    /// @param start  its first byte, a multiple of the chunk size, not before the end of the range told last
    /// @param end  the byte after it, a multiple of the chunk size or the disk's end
    public void clean(long start, long end) throws IOException {
        if (spare.size() < wanted) {
            gatherSpare(start, end);
        }
        long from = start;
        while (nextPosition < positions.length && positions[nextPosition] * chunkSize < end) {
            ByteRange data = firstData(Math.max(from, positions[nextPosition] * chunkSize), end);
            if (data == null) {
                return;
            }
            long chunk = data.start() / chunkSize;
            chosen.add(chunk);
            nextPosition++;
            from = (chunk + 1) * chunkSize;
        }
    }

    /// The numbers of the chunks chosen, ascending; fewer than wanted only when the search found no more clean
    /// data.
    public long[] chunks() {
        for (long chunk : spare) {
            if (chosen.size() >= wanted) {
                break;
            }
            chosen.add(chunk);
        }
        return chosen.stream().mapToLong(Long::longValue).toArray();
    }

    private void gatherSpare(long start, long end) throws IOException {
        ByteRange data = firstData(start, end);
        if (data == null) {
            return;
        }
        long first = data.start() / chunkSize;
        long count = Math.ceilDiv(data.end(), (long) chunkSize) - first;
        if (count <= wanted - spare.size()) {
            for (long chunk = first; chunk < first + count; chunk++) {
                spare.add(chunk);
            }
        } else {
            while (spare.size() < wanted) {
                spare.add(random.nextLong(first, first + count));
            }
        }
    }

    private @Nullable ByteRange firstData(long start, long end) throws IOException {
        long window = FIRST_WINDOW;
        for (long from = start; from < end; window *= 2) {
            long length = Math.min(window, end - from);
            ByteRange data = source.data(from, length).next();
            if (data != null) {
                return data;
            }
            from += length;
        }
        return null;
    }
}
