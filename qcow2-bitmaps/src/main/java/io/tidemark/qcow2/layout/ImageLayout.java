package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.ZeroBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A new file while it is being filled, cluster by cluster in the order of the guest.
///
/// Order in the file: a cluster left free for the header; data, with L2 tables and refcount blocks in between
/// whenever a megabyte of them is complete; then what [ImageTail] writes. Offsets are guest bytes. The target
/// stays with the caller; one thread at a time.
public final class ImageLayout implements Closeable {
    private static final int SUBCLUSTERS = 32;

    private final ImageSource target;
    private final ImageOptions options;
    private final long virtualSize;
    private final int clusterSize;
    private final HostClusters clusters;
    private final TableBatch tables;
    private final long[] l1;
    private final @Nullable CompressedPack pack;
    private final @Nullable ClusterCompressor compressor;
    /// A whole cluster in direct memory, for those that come otherwise.
    private final ByteBuffer whole;

    /// @param virtualSize  guest bytes, a multiple of 512
    public ImageLayout(ImageSource target, ImageOptions options, long virtualSize) throws IOException {
        this.target = target;
        this.options = options;
        this.virtualSize = virtualSize;
        this.clusterSize = options.clusterSize();
        this.clusters = new HostClusters(target, options.clusterBits());
        this.tables = new TableBatch(clusterSize, options.entryBytes());
        this.l1 = new long[(int) options.tables(virtualSize)];
        boolean plain = options.compression() == Compression.NONE;
        this.pack = plain ? null : new CompressedPack(target, clusters, tables, options.clusterBits());
        this.compressor = switch (options.compression()) {
            case NONE -> null;
            case ZLIB -> new ClusterCompressor.Deflate(clusterSize);
            case ZSTD -> new ClusterCompressor.Zstandard(clusterSize);
        };
        this.whole = ByteBuffer.allocateDirect(plain ? 0 : clusterSize);
        clusters.take(1);
    }

    /// Adds clusters that follow each other in the guest and in one L2 table, none of them all zeros.
    ///
    /// @param guestOffset  of the first, after all that were added before
    /// @param data  from the start of a cluster; the last one may be cut short where the disk ends
    public void add(long guestOffset, ByteBuffer data) throws IOException {
        int table = (int) (guestOffset >>> options.tableBits());
        if (!tables.hasRoomFor(table)) {
            writeTables();
        }
        int entriesPerTable = clusterSize / options.entryBytes();
        int index = (int) (guestOffset >>> options.clusterBits()) & (entriesPerTable - 1);
        if (pack == null || compressor == null) {
            addPlain(table, index, data);
            return;
        }
        for (int at = 0; at < data.remaining(); at += clusterSize, index++) {
            ByteBuffer cluster = data.slice(at, Math.min(clusterSize, data.remaining() - at));
            ByteBuffer stream = compressor.compress(wholeDirect(cluster));
            if (stream == null) {
                pack.makeWay();
                addPlain(table, index, cluster);
            } else {
                pack.add(stream, table, index);
            }
        }
    }

    /// Writes everything else, the header last, and makes it durable.
    public void finish() throws IOException {
        writeTables();
        new ImageTail(target, options, virtualSize, clusters).write(l1);
    }

    /// Frees memory; the target stays open.
    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
        }
    }

    private void writeTables() throws IOException {
        if (pack != null) {
            pack.writeAll();
        }
        tables.write(target, clusters, l1);
        clusters.writeFullBlocks();
    }

    private void addPlain(int table, int index, ByteBuffer data) throws IOException {
        int count = (int) clusters.clustersFor(data.remaining());
        long host = clusters.take(count);
        if (options.extendedL2()) {
            addSubclusters(table, index, host, data);
            return;
        }
        for (int i = 0; i < count; i++) {
            tables.put(table, index + i, (host + (long) i * clusterSize) | L2Entry.COPIED);
        }
        target.write(data, host);
    }

    /// Only subclusters that are not all zeros are written and count as allocated.
    private void addSubclusters(int table, int index, long host, ByteBuffer data) throws IOException {
        int size = clusterSize / SUBCLUSTERS;
        int length = data.remaining();
        int runStart = 0;
        long allocated = 0;
        for (int at = 0; at < length; at += size) {
            int number = at / size % SUBCLUSTERS;
            if (ZeroBytes.only(data, data.position() + at, Math.min(size, length - at))) {
                writePiece(data, runStart, at, host);
                runStart = at + size;
            } else {
                allocated |= 1L << number;
            }
            if (number == SUBCLUSTERS - 1 || at + size >= length) {
                int cluster = at / clusterSize;
                tables.put(table, index + cluster, (host + (long) cluster * clusterSize) | L2Entry.COPIED, allocated);
                allocated = 0;
            }
        }
        writePiece(data, runStart, length, host);
    }

    private void writePiece(ByteBuffer data, int start, int end, long host) throws IOException {
        if (start < end) {
            target.write(data.slice(data.position() + start, end - start), host + start);
        }
    }

    private ByteBuffer wholeDirect(ByteBuffer cluster) {
        if (cluster.isDirect() && cluster.remaining() == clusterSize) {
            return cluster.duplicate();
        }
        whole.clear().put(cluster.duplicate());
        ZeroBytes.fill(whole, whole.remaining());
        return whole.flip();
    }
}
