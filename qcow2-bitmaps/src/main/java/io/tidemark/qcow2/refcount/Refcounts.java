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
import org.jspecify.annotations.Nullable;

/// The reference counts of an image (qcow2 specification, "Host cluster management"), read as needed and
/// changed in memory until [#writeBack()]. Clusters go by number: a cluster's offset is that times the
/// cluster size.
///
/// The table is held in memory (at most 8 MiB), of the blocks only the last one read and those that were
/// changed; when these become many, they are written before [#writeBack()]. One thread at a time.
public final class Refcounts {
    /// Damaged entries that are told apart: a table can have a million of them.
    private static final int MOST_TOLD = 1000;
    private static final int PIECE = 1 << 20;
    /// Changed blocks that are held before they are written.
    private static final int HELD_BYTES = 4 << 20;

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
        long[] table = table(source, header.refcountTableOffset(), (int) (bytes / Long.BYTES));
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

    private static long[] table(ImageSource source, long offset, int entries) throws IOException {
        long[] table = new long[entries];
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, entries * 8L));
        for (int at = 0; at < entries; at += piece.capacity() / Long.BYTES) {
            int count = Math.min(piece.capacity() / Long.BYTES, entries - at);
            source.readPadded(piece.clear().limit(count * Long.BYTES), offset + (long) at * Long.BYTES);
            piece.flip().asLongBuffer().get(table, at, count);
        }
        return table;
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

    /// How many clusters are counted at all, of the first ones of the file.
    ///
    /// @param clusters  how many to look at
    /// @param enough  where to stop counting
    /// @param mostBytes  where to stop reading
    public long used(long clusters, long enough, long mostBytes) throws IOException {
        long used = 0;
        long bytes = 0;
        for (int index = 0; index * entriesPerBlock < clusters && index < table.length && used < enough; index++) {
            if (table[index] == 0) {
                continue;
            }
            bytes += 1L << clusterBits;
            if (bytes > mostBytes) {
                break;
            }
            RefcountBlock block = block(index);
            int end = (int) Math.min(entriesPerBlock, clusters - index * entriesPerBlock);
            for (int i = 0; i < end && used < enough; i++) {
                used += block.get(i) == 0 ? 0 : 1;
            }
        }
        return used;
    }

    /// Sets the counts of clusters that blocks cover, in memory.
    public void set(ClusterRun run, long value) throws IOException {
        for (long cluster = run.first(); cluster < run.end(); cluster++) {
            int index = (int) (cluster / entriesPerBlock);
            RefcountBlock block = block(index);
            block.set((int) (cluster % entriesPerBlock), value);
            if (changed.put(index, block) == null && (long) changed.size() << clusterBits > HELD_BYTES) {
                writeBack();
                changed.clear();
            }
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

    /// How many blocks the table has room for.
    public int tableLength() {
        return table.length;
    }

    /// The cluster of a block; 0 where there is none.
    public long blockCluster(int index) {
        return table[index] >>> clusterBits;
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

    /// A copy of the table with another length.
    long[] table(int length) {
        return Arrays.copyOf(table, length);
    }

    long tableOffset() {
        return tableOffset;
    }

    /// A block of zeros that is in the table's memory only when it is hooked in.
    RefcountBlock newBlock(long offset) {
        return new RefcountBlock(offset, order, ByteBuffer.allocateDirect(1 << clusterBits));
    }

    /// Takes note that a block was hooked into the table on disk.
    void hookedIn(int index, long offset) {
        table[index] = offset;
    }

    /// Takes note that there is another table on disk.
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
