package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/// The clusters of the new file in the order in which they are given out, and how often each is used.
///
/// Counts of clusters given out never change any more, so each refcount block can be written as soon as the
/// clusters it describes are given out. Memory is 8 bytes per block, and the blocks not yet written.
final class HostClusters {
    /// 16 bits.
    static final int REFCOUNT_ORDER = 4;

    private static final int MAX_BLOCKS = (8 << 20) / Long.BYTES;

    private final ImageSource target;
    private final int clusterBits;
    private final int perBlock;
    /// Blocks whose clusters are all given out.
    private final Queue<ByteBuffer> full = new ArrayDeque<>();

    private ByteBuffer block;
    private long given;
    private long[] written = new long[64];
    private int writtenCount;

    HostClusters(ImageSource target, int clusterBits) {
        this.target = target;
        this.clusterBits = clusterBits;
        this.perBlock = (8 << clusterBits) >>> REFCOUNT_ORDER;
        this.block = newBlock();
    }

    /// Where the next cluster will be.
    long next() {
        return given << clusterBits;
    }

    /// Gives out clusters that are used once each.
    ///
    /// @return the offset of the first
    long take(long clusters) throws UnsupportedImageException {
        long offset = next();
        for (long i = 0; i < clusters; i++) {
            takeShared(1);
        }
        return offset;
    }

    /// Gives out one cluster that is used a number of times, at most 65535.
    void takeShared(int uses) throws UnsupportedImageException {
        block.putShort((short) uses);
        given++;
        if (!block.hasRemaining()) {
            full.add(block.flip());
            block = newBlock();
            if (writtenCount + full.size() >= MAX_BLOCKS) {
                throw new UnsupportedImageException(
                        target.name(),
                        "a file of more than %d bytes in clusters of %d".formatted(next(), 1 << clusterBits),
                        "Choose larger clusters.");
            }
        }
    }

    /// How many clusters a number of bytes fills.
    long clustersFor(long bytes) {
        return (bytes + (1L << clusterBits) - 1) >>> clusterBits;
    }

    /// Writes the blocks that will not change any more.
    void writeFullBlocks() throws IOException {
        for (ByteBuffer done = full.poll(); done != null; done = full.poll()) {
            writeBlock(done, take(1));
        }
    }

    /// Writes the refcount table and the blocks that are left: the last thing in the file.
    Table complete() throws IOException {
        long used = given;
        long total = used;
        long tableClusters;
        long before;
        do {
            before = total;
            long blocks = (before + perBlock - 1) / perBlock;
            tableClusters = clustersFor(blocks * Long.BYTES);
            total = used + tableClusters + blocks - writtenCount;
        } while (total != before);
        long tableOffset = take(tableClusters);
        long firstBlock = take(total - given);
        if (block.position() > 0) {
            full.add(block.flip());
        }
        int blocks = writtenCount + full.size();
        writeTable(tableOffset, tableClusters, firstBlock, blocks);
        long at = firstBlock;
        for (ByteBuffer left = full.poll(); left != null; left = full.poll()) {
            if (full.isEmpty()) {
                // Beyond the end of a file there are zeros. QEMU's own small images end in the middle of a sector, too.
                left.limit((left.limit() + Long.BYTES - 1) & -Long.BYTES);
            }
            target.write(left, at);
            at += 1L << clusterBits;
        }
        return new Table(tableOffset, (int) tableClusters);
    }

    private void writeTable(long offset, long clusters, long firstBlock, int blocks) throws IOException {
        ByteBuffer table = ByteBuffer.allocateDirect((int) (clusters << clusterBits));
        for (int i = 0; i < blocks; i++) {
            table.putLong(i < writtenCount ? written[i] : firstBlock + ((long) (i - writtenCount) << clusterBits));
        }
        target.write(table.rewind(), offset);
    }

    private void writeBlock(ByteBuffer content, long offset) throws IOException {
        target.write(content, offset);
        if (writtenCount == written.length) {
            written = Arrays.copyOf(written, 2 * writtenCount);
        }
        written[writtenCount++] = offset;
    }

    private ByteBuffer newBlock() {
        return ByteBuffer.allocate(1 << clusterBits);
    }

    /// Where the refcount table is.
    record Table(long offset, int clusters) {}
}
