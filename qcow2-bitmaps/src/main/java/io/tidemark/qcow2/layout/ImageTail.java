package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.format.BitmapDirectory;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What comes after data and L2 tables: L1 table, bitmap, reference counts and, at the start of the file, the
/// header that makes an image of it all.
final class ImageTail {
    private static final int HEADER_LENGTH = 112;
    private static final int PIECE = 1 << 20;

    private final ImageSource target;
    private final ImageOptions options;
    private final long virtualSize;
    private final HostClusters clusters;

    ImageTail(ImageSource target, ImageOptions options, long virtualSize, HostClusters clusters) {
        this.target = target;
        this.options = options;
        this.virtualSize = virtualSize;
        this.clusters = clusters;
    }

    void write(long[] l1) throws IOException {
        long l1Offset = writeL1(l1);
        BitmapsExtension bitmaps = options.bitmap() == null ? null : writeBitmap(options.bitmap());
        HostClusters.Table refcounts = clusters.complete();
        target.flush();
        target.write(header(l1.length, l1Offset, refcounts, bitmaps), 0);
        target.flush();
    }

    private long writeL1(long[] l1) throws IOException {
        long offset = clusters.take(clusters.clustersFor(l1.length * (long) Long.BYTES));
        ByteBuffer piece = ByteBuffer.allocateDirect(Math.min(PIECE, l1.length * Long.BYTES));
        int at = 0;
        while (at < l1.length) {
            int count = Math.min(piece.capacity() / Long.BYTES, l1.length - at);
            piece.clear().limit(count * Long.BYTES);
            for (int i = 0; i < count; i++) {
                piece.putLong(l1[at + i]);
            }
            target.write(piece.flip(), offset + (long) at * Long.BYTES);
            at += count;
        }
        return offset;
    }

    /// A table without an entry, and a directory of that one bitmap.
    private BitmapsExtension writeBitmap(NewBitmap bitmap) throws IOException {
        long entries = bitmap.tableEntries(virtualSize, options.clusterBits());
        long tableClusters = clusters.clustersFor(entries * Long.BYTES);
        long table = clusters.take(tableClusters);
        long bytes = tableClusters << options.clusterBits();
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(PIECE, bytes));
        for (long at = 0; at < bytes; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
            target.write(zeros, table + at);
        }
        BitmapDirectory directory = new BitmapDirectory(List.of(bitmap.entry(table, entries)));
        long offset = clusters.take(clusters.clustersFor(directory.size()));
        ByteBuffer content = ByteBuffer.allocateDirect((int) directory.size());
        directory.putInto(content);
        target.write(content.flip(), offset);
        return new BitmapsExtension(1, directory.size(), offset);
    }

    private ByteBuffer header(
            int l1Entries, long l1Offset, HostClusters.Table refcounts, @Nullable BitmapsExtension bitmaps) {
        ByteBuffer header = ByteBuffer.allocateDirect(options.clusterSize());
        header.putInt(Header.MAGIC).putInt(3);
        header.putLong(0).putInt(0);
        header.putInt(options.clusterBits()).putLong(virtualSize).putInt(0);
        header.putInt(l1Entries).putLong(l1Offset);
        header.putLong(refcounts.offset()).putInt(refcounts.clusters());
        header.putInt(0).putLong(0);
        boolean zstd = options.compression() == Compression.ZSTD;
        header.putLong((zstd ? Header.COMPRESSION : 0) | (options.extendedL2() ? Header.EXTENDED_L2 : 0));
        header.putLong(0).putLong(bitmaps == null ? 0 : Header.AUTOCLEAR_BITMAPS);
        header.putInt(HostClusters.REFCOUNT_ORDER).putInt(HEADER_LENGTH).put((byte) (zstd ? 1 : 0));
        header.position(HEADER_LENGTH);
        if (bitmaps != null) {
            header.putInt(HeaderExtension.BITMAPS)
                    .putInt(BitmapsExtension.LENGTH)
                    .put(bitmaps.encode());
        }
        return header.rewind();
    }
}
