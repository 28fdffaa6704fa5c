package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.SectorSwitch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Makes room for more clusters to be counted, after the last that blocks count now.
///
/// One new block counts itself and is hooked into the table by one word. Where more is needed, a new table
/// with all the new blocks is laid down and the header switched to it. Either way the image is whole at every
/// moment, and stays valid when the caller gives up afterwards.
final class RefcountGrowth {
    private static final long MAX_TABLE_BYTES = 8L << 20;
    private static final int PIECE = 1 << 20;
    private static final long MAX_OFFSET = 1L << 56;

    private final Refcounts refcounts;
    private final ImageSource source;
    private final Header header;
    private final int clusterBits;
    private final long perBlock;

    RefcountGrowth(Refcounts refcounts) {
        this.refcounts = refcounts;
        this.source = refcounts.source();
        this.header = refcounts.header();
        this.clusterBits = header.clusterBits();
        this.perBlock = refcounts.entriesPerBlock();
    }

    /// Adds blocks for at least a number of free clusters in one run. Nothing may be waiting to be written
    /// back.
    ///
    /// @return clusters that are not used any more, to be freed
    List<ClusterRun> grow(long clusters) throws IOException {
        int index = (int) (refcounts.covered() / perBlock);
        if (clusters < perBlock && index < refcounts.tableLength()) {
            addBlock(index);
            return List.of();
        }
        return List.of(replaceTable(index, clusters));
    }

    private void addBlock(int index) throws IOException {
        long offset = (index * perBlock) << clusterBits;
        requirePossible(offset + (perBlock << clusterBits));
        RefcountBlock block = refcounts.newBlock(offset);
        block.set(0, 1);
        block.writeWhole(source);
        source.flush();
        SectorSwitch.ofLong(refcounts.tableOffset() + index * 8L, 0, offset).apply(source);
        refcounts.hookedIn(index, offset);
    }

    /// New table first, then the new blocks, all at the start of the clusters that these blocks count.
    private ClusterRun replaceTable(int index, long clusters) throws IOException {
        long blocks = 1;
        long tableClusters;
        while (true) {
            tableClusters = header.clustersFor((index + blocks) * 8 * 3 / 2);
            long needed = -Math.floorDiv(-(tableClusters + blocks + clusters), perBlock);
            if (needed <= blocks) {
                break;
            }
            blocks = needed;
        }
        long first = index * perBlock;
        requirePossible((first + blocks * perBlock) << clusterBits);
        if (tableClusters << clusterBits > Math.max(MAX_TABLE_BYTES, header.clusterSize())) {
            throw full("its refcount table would exceed 8 MiB");
        }
        long[] grown = refcounts.table((int) (tableClusters << clusterBits >> 3));
        writeBlocks(grown, index, (int) blocks, first, tableClusters);
        long newOffset = first << clusterBits;
        writeTable(grown, newOffset);
        source.flush();
        ClusterRun old = refcounts.tableRun();
        new SectorSwitch(
                        Header.REFCOUNT_TABLE_POSITION,
                        tablePlace(refcounts.tableOffset(), (int) old.count()),
                        tablePlace(newOffset, (int) tableClusters))
                .apply(source);
        refcounts.replaceTable(newOffset, (int) tableClusters, grown);
        return old;
    }

    private void writeBlocks(long[] grown, int index, int blocks, long first, long tableClusters) throws IOException {
        long used = first + tableClusters + blocks;
        for (int i = 0; i < blocks; i++) {
            long offset = (first + tableClusters + i) << clusterBits;
            RefcountBlock block = refcounts.newBlock(offset);
            long start = first + i * perBlock;
            for (long cluster = start; cluster < Math.min(used, start + perBlock); cluster++) {
                block.set((int) (cluster - start), 1);
            }
            block.writeWhole(source);
            grown[index + i] = offset;
        }
    }

    private void writeTable(long[] table, long offset) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(Math.min(PIECE, table.length * Long.BYTES));
        int perPiece = piece.capacity() / Long.BYTES;
        for (int at = 0; at < table.length; at += perPiece) {
            int count = Math.min(perPiece, table.length - at);
            piece.clear().asLongBuffer().put(table, at, count);
            source.write(piece.limit(count * Long.BYTES), offset + (long) at * Long.BYTES);
        }
    }

    private static ByteBuffer tablePlace(long offset, int clusters) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(offset)
                .putInt(clusters)
                .flip();
    }

    private void requirePossible(long end) throws BitmapException {
        if (end > MAX_OFFSET) {
            throw full("it would exceed 2^56 bytes");
        }
    }

    private BitmapException full(String why) {
        return new BitmapException(
                Problem.LIMIT,
                source.name(),
                "no cluster is free and the file cannot grow: %s. Copy it with \"qemu-img convert\".".formatted(why));
    }
}
