package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.Checks;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The reference counts of an image, read as needed and changed in memory until [#writeBack()].
///
/// The table is held in memory (at most 8 MiB), of the blocks only those that were changed and the last one
/// read. One thread at a time.
public final class Refcounts {
    /// Damaged entries that are told apart: a table can have a million of them.
    private static final int MOST_TOLD = 1000;

    private final ImageSource source;
    private final Checks checks;
    private final Header header;
    private final int clusterBits;
    private final int order;
    private final long entriesPerBlock;
    private final long fileSize;
    private final Map<Integer, RefcountBlock> changed = new TreeMap<>();
    private long tableOffset;
    private int tableClusters;
    private long[] table;
    private int lastIndex = -1;
    private @Nullable RefcountBlock last;

    private Refcounts(ImageSource source, Header header, long fileSize, long[] table) {
        this.source = source;
        this.checks = new Checks(source.name());
        this.header = header;
        this.clusterBits = header.clusterBits();
        this.order = header.refcountOrder();
        this.entriesPerBlock = 8L << clusterBits >>> order;
        this.fileSize = fileSize;
        this.tableOffset = header.refcountTableOffset();
        this.tableClusters = header.refcountTableClusters();
        this.table = table;
    }

    /// Reads the table.
    ///
    /// @throws Qcow2FormatException  when it does not lie in the file or points outside
    public static Refcounts read(ImageSource source, Header header) throws IOException {
        return read(source, header, damage -> {
            throw damage;
        });
    }

    /// Reads the table and leaves it to the caller what damage means.
    public static Refcounts read(ImageSource source, Header header, RefcountDamage damage) throws IOException {
        Checks checks = new Checks(source.name());
        long fileSize = source.size();
        long bytes = (long) header.refcountTableClusters() << header.clusterBits();
        tolerate(damage, () -> {
            checks.holds(bytes > 0, 56, "refcount table clusters", "at least 1", 0);
            checks.inside(header.refcountTableOffset(), 1, fileSize, "the refcount table");
        });
        ByteBuffer content = ByteBuffer.allocateDirect((int) bytes);
        source.readPadded(content, header.refcountTableOffset());
        long[] table = new long[(int) (bytes / Long.BYTES)];
        content.flip().asLongBuffer().get(table);
        int told = 0;
        for (int i = 0; i < table.length; i++) {
            long where = header.refcountTableOffset() + i * 8L;
            long entry = table[i];
            if (entry == 0 || (entry > 0 && entry < fileSize && header.isAligned(entry))) {
                continue;
            }
            table[i] = 0;
            if (told++ < MOST_TOLD) {
                tolerate(damage, () -> {
                    checks.aligned(entry, header.clusterBits(), where, "refcount block offset");
                    checks.inside(entry, 1, fileSize, "a refcount block");
                });
            }
        }
        return new Refcounts(source, header, fileSize, table);
    }

    private static void tolerate(RefcountDamage damage, Inspection inspection) throws Qcow2FormatException {
        try {
            inspection.inspect();
        } catch (Qcow2FormatException e) {
            damage.found(e);
        }
    }

    @FunctionalInterface
    private interface Inspection {
        void inspect() throws Qcow2FormatException;
    }

    /// How many clusters the blocks there are can count; clusters from there on count as free.
    public long covered() {
        int used = table.length;
        while (used > 0 && table[used - 1] == 0) {
            used--;
        }
        return used * entriesPerBlock;
    }

    /// Whether there is a block for a cluster.
    public boolean covers(long cluster) {
        long index = cluster / entriesPerBlock;
        return index < table.length && table[(int) index] != 0;
    }

    /// How many clusters one block counts.
    public long entriesPerBlock() {
        return entriesPerBlock;
    }

    /// A cluster's count, 0 where no block counts it.
    public long get(long cluster) throws IOException {
        return covers(cluster) ? block((int) (cluster / entriesPerBlock)).get((int) (cluster % entriesPerBlock)) : 0;
    }

    /// Sets the counts of clusters that blocks cover, in memory.
    public void set(ClusterRun run, long value) throws IOException {
        for (long cluster = run.first(); cluster < run.end(); cluster++) {
            int index = (int) (cluster / entriesPerBlock);
            RefcountBlock block = block(index);
            block.set((int) (cluster % entriesPerBlock), value);
            changed.put(index, block);
        }
    }

    /// The first run of free clusters at or after one, all of them covered by blocks.
    ///
    /// Reads all blocks from there on until it is found, one at a time.
    public Optional<ClusterRun> findFree(long from, long count) throws IOException {
        long start = from;
        long cluster = from;
        while (cluster / entriesPerBlock < table.length) {
            int index = (int) (cluster / entriesPerBlock);
            long blockEnd = (index + 1) * entriesPerBlock;
            if (table[index] == 0) {
                cluster = blockEnd;
                start = blockEnd;
                continue;
            }
            RefcountBlock block = block(index);
            while (cluster < blockEnd) {
                int within = (int) (cluster % entriesPerBlock);
                if (block.get(within) != 0) {
                    cluster = index * entriesPerBlock + block.nextFree(within);
                    start = cluster;
                } else if (++cluster - start == count) {
                    return Optional.of(new ClusterRun(start, count));
                }
            }
        }
        return Optional.empty();
    }

    /// Writes all counts that were set, without making them durable. Setting them again and writing again is
    /// allowed.
    public void writeBack() throws IOException {
        for (RefcountBlock block : changed.values()) {
            block.writeBack(source);
        }
    }

    /// The clusters of the blocks there are.
    public LongStream blockClusters() {
        return Arrays.stream(table).filter(offset -> offset != 0).map(offset -> offset >>> clusterBits);
    }

    /// The clusters of the table.
    public ClusterRun tableRun() {
        return new ClusterRun(tableOffset >>> clusterBits, tableClusters);
    }

    ImageSource source() {
        return source;
    }

    Header header() {
        return header;
    }

    long[] table() {
        return table.clone();
    }

    long tableOffset() {
        return tableOffset;
    }

    /// A block of zeros that is in the table's memory only when it is hooked in.
    RefcountBlock newBlock(long offset) {
        return new RefcountBlock(offset, order, ByteBuffer.allocateDirect(1 << clusterBits));
    }

    /// Takes note that blocks were hooked into the table on disk.
    void replaceTable(long newOffset, int newClusters, long[] newTable) {
        tableOffset = newOffset;
        tableClusters = newClusters;
        table = newTable;
        last = null;
        lastIndex = -1;
    }

    private RefcountBlock block(int index) throws IOException {
        RefcountBlock known = changed.get(index);
        if (known != null) {
            return known;
        }
        RefcountBlock cached = last;
        if (cached == null || lastIndex != index) {
            checks.inside(table[index], 1, Math.max(fileSize, source.size()), "a refcount block");
            cached = RefcountBlock.read(source, table[index], order, 1 << clusterBits);
            last = cached;
            lastIndex = index;
        }
        return cached;
    }
}
