package io.tidemark.repository.map;

import io.tidemark.repository.chunk.ChunkId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backup changes in a disk's map, collected in any order and from any thread.
///
/// Costs 48 bytes per changed chunk or hole range: on the heap up to 64 Ki of them (3 MiB), the rest in a
/// temporary file of sorted runs, which is deleted as soon as it is made and lives as long as this log is
/// open.
public final class ChangeLog implements AutoCloseable {

    static final int WORDS = 6;
    static final int RUN_LENGTH = 1 << 16;
    private static final int RUN_BITS = 16;
    /// Marks, in a record's count, a range of holes that were told as such and give way to a chunk that was put.
    static final long HOLE_RANGE = 1L << 63;

    private final Path directory;
    private final Arena arena = Arena.ofShared();
    private final List<long[]> runLimits = new ArrayList<>();
    private long[] records = new long[WORDS * 64];
    private int size;
    private @Nullable FileChannel spilled;
    private long spilledBytes;

    /// An empty log.
    ///
    /// @param directory  where the temporary file is made when it is needed
    public ChangeLog(Path directory) {
        this.directory = directory;
    }

    /// A chunk has a new content.
    ///
    /// @param id  null when it is all zeros now
    public synchronized void put(long chunk, @Nullable ChunkId id) throws IOException {
        if (id == null) {
            append(chunk, 1, 0, 0, 0, 0);
        } else {
            append(chunk, 1, id.a(), id.b(), id.c(), id.d());
        }
    }

    /// A range of chunks is a hole now, but for those that are put before or after.
    public synchronized void hole(long firstChunk, long count) throws IOException {
        if (size > 0) {
            int last = (size - 1) * WORDS;
            boolean continues = (records[last + 1] & HOLE_RANGE) != 0
                    && records[last] + (records[last + 1] & ~HOLE_RANGE) == firstChunk;
            if (continues) {
                records[last + 1] += count;
                return;
            }
        }
        append(firstChunk, count | HOLE_RANGE, 0, 0, 0, 0);
    }

    private void append(long first, long count, long a, long b, long c, long d) throws IOException {
        if (size == RUN_LENGTH) {
            spill();
        }
        int at = size * WORDS;
        if (at == records.length) {
            records = Arrays.copyOf(records, records.length * 2);
        }
        records[at] = first;
        records[at + 1] = count;
        records[at + 2] = a;
        records[at + 3] = b;
        records[at + 4] = c;
        records[at + 5] = d;
        size++;
    }

    /// Where the records of the current run are, ascending by chunk; records of the same chunk in the order they
    /// came.
    private int[] order() {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (records[i * WORDS] << RUN_BITS) | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key & (RUN_LENGTH - 1)).toArray();
    }

    private void spill() throws IOException {
        FileChannel file = spilled;
        if (file == null) {
            Files.createDirectories(directory);
            Path path = Files.createTempFile(directory, "changes-", ".part");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            spilled = file;
        }
        ByteBuffer bytes = ByteBuffer.allocate(1024 * WORDS * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int index : order()) {
            for (int word = 0; word < WORDS; word++) {
                bytes.putLong(records[index * WORDS + word]);
            }
            if (!bytes.hasRemaining()) {
                write(file, bytes);
            }
        }
        write(file, bytes);
        long end = file.position();
        runLimits.add(new long[] {spilledBytes, end});
        spilledBytes = end;
        size = 0;
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        bytes.clear();
    }

    /// All changes so far, ascending. More than one cursor can be open; nothing may be added meanwhile.
    synchronized ChangeCursor changes() throws IOException {
        List<ChangeCursor.Run> runs = new ArrayList<>();
        FileChannel file = spilled;
        if (file != null) {
            for (long[] limits : runLimits) {
                MemorySegment run = file.map(FileChannel.MapMode.READ_ONLY, limits[0], limits[1] - limits[0], arena);
                runs.add(new ChangeCursor.Run(runs.size(), run));
            }
        }
        long[] sorted = new long[size * WORDS];
        int[] order = order();
        for (int i = 0; i < size; i++) {
            System.arraycopy(records, order[i] * WORDS, sorted, i * WORDS, WORDS);
        }
        runs.add(new ChangeCursor.Run(runs.size(), MemorySegment.ofArray(sorted)));
        return new ChangeCursor(runs);
    }

    @Override
    public synchronized void close() throws IOException {
        arena.close();
        if (spilled != null) {
            spilled.close();
        }
    }
}
