package io.tidemark.qcow2.format;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The metadata that turn data clusters and L2 tables, laid down one after the other from the second cluster
/// on, into a version 3 image: L1 table, refcount table and blocks behind them, the header last.
public final class NewImage {
    private static final int HEADER_LENGTH = 112;
    /// 16 bits, as QEMU makes them.
    private static final int REFCOUNT_ORDER = 4;

    private static final int PIECE = 1 << 20;

    private final int clusterBits;
    private final long virtualSize;
    private final long[] l1;

    /// @param l1  the active L1 table; not copied
    public NewImage(int clusterBits, long virtualSize, long[] l1) {
        this.clusterBits = clusterBits;
        this.virtualSize = virtualSize;
        this.l1 = l1;
    }

    /// Writes everything and makes it durable.
    ///
    /// @param used  how many clusters the file has, the header's included
    /// @return bytes of the whole file
    public long complete(ImageSource target, long used) throws IOException {
        long l1Cluster = used;
        long tableCluster = l1Cluster + clusters(l1.length * 8L);
        long perBlock = (8L << clusterBits) >>> REFCOUNT_ORDER;
        long blocks = 0;
        long tableClusters = 0;
        long total = tableCluster;
        while (blocks * perBlock < total) {
            blocks = (total + perBlock - 1) / perBlock;
            tableClusters = clusters(blocks * 8);
            total = tableCluster + tableClusters + blocks;
        }
        writeL1(target, l1Cluster << clusterBits);
        long firstBlock = tableCluster + tableClusters;
        writeRefcountTable(target, tableCluster << clusterBits, tableClusters, firstBlock, blocks);
        writeRefcountBlocks(target, firstBlock << clusterBits, blocks, total);
        target.flush();
        target.write(header(l1Cluster, tableCluster, tableClusters), 0);
        target.flush();
        return total << clusterBits;
    }

    private void writeL1(ImageSource target, long offset) throws IOException {
        long bytes = clusters(l1.length * 8L) << clusterBits;
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, bytes));
        for (long at = 0; at < bytes; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), bytes - at));
            int first = (int) (at / Long.BYTES);
            for (int i = 0; i < piece.limit() / Long.BYTES; i++) {
                piece.putLong(i * Long.BYTES, first + i < l1.length ? l1[first + i] : 0);
            }
            target.write(piece.duplicate(), offset + at);
        }
    }

    private void writeRefcountTable(ImageSource target, long offset, long tableClusters, long firstBlock, long blocks)
            throws IOException {
        ByteBuffer table = ByteBuffer.allocateDirect((int) (tableClusters << clusterBits));
        for (int i = 0; i < blocks; i++) {
            table.putLong(i * Long.BYTES, (firstBlock + i) << clusterBits);
        }
        target.write(table, offset);
    }

    private void writeRefcountBlocks(ImageSource target, long offset, long blocks, long total) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(1 << clusterBits);
        int perBlock = block.capacity() / Short.BYTES;
        for (long i = 0; i < blocks; i++) {
            long counted = Math.min(perBlock, total - i * perBlock);
            if (i == 0 || counted < perBlock) {
                for (int entry = 0; entry < perBlock; entry++) {
                    block.putShort(entry * Short.BYTES, (short) (entry < counted ? 1 : 0));
                }
            }
            target.write(block.duplicate(), offset + (i << clusterBits));
        }
    }

    private ByteBuffer header(long l1Cluster, long tableCluster, long tableClusters) {
        ByteBuffer header = ByteBuffer.allocateDirect(1 << clusterBits);
        header.putInt(Header.MAGIC).putInt(3);
        header.putLong(0).putInt(0);
        header.putInt(clusterBits).putLong(virtualSize).putInt(0);
        header.putInt(l1.length).putLong(l1Cluster << clusterBits);
        header.putLong(tableCluster << clusterBits).putInt((int) tableClusters);
        header.putInt(0).putLong(0);
        header.putLong(0).putLong(0).putLong(0);
        header.putInt(REFCOUNT_ORDER).putInt(HEADER_LENGTH);
        return header.rewind();
    }

    private long clusters(long bytes) {
        return (bytes + (1L << clusterBits) - 1) >>> clusterBits;
    }
}
