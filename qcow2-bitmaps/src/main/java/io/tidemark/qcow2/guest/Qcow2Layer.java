package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The cluster mapping of one qcow2 image, active or of an internal snapshot.
///
/// Runs of one kind come as one mapping, up to the end of an L2 table.
final class Qcow2Layer implements Layer {
    private final ImageSource data;
    private final long size;
    private final L2Tables tables;
    private final ClusterMap clusters;
    private final Decompressor decompressor;

    private Qcow2Layer(ImageSource image, ImageSource data, Header header, L1Table l1) throws IOException {
        long fileSize = image.size();
        this.data = data;
        this.size = l1.diskSize();
        this.tables = L2Tables.open(image, header, fileSize, l1);
        this.clusters = new ClusterMap(header, image.name(), data.size());
        this.decompressor = new Decompressor(image, header, fileSize);
    }

    /// @param data  where plain data are: the image, or its external data file
    /// @param l1  which state of the disk
    static Qcow2Layer open(ImageSource image, ImageSource data, Header header, L1Table l1) throws IOException {
        return new Qcow2Layer(image, data, header, l1);
    }

    @Override
    public ImageSource data() {
        return data;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Mapping map(long offset, long limit) throws IOException {
        long end = offset + Math.min(limit, size - offset);
        int table = (int) (offset >>> clusters.tableBits());
        if (tables.absent(table)) {
            return new Mapping.Unallocated(Math.min(end, endOfAbsent(table, end)) - offset, Extent.NO_OFFSET);
        }
        long tableStart = (long) table << clusters.tableBits();
        long tableEnd = Math.min(end, tableStart + (1L << clusters.tableBits()));
        return clusters.map(tables.table(table), tableStart, offset, tableEnd);
    }

    @Override
    public void decompress(Mapping.Compressed mapping, ByteBuffer dst) throws IOException {
        decompressor.decompress(mapping, dst);
    }

    @Override
    public void close() {
        decompressor.close();
    }

    private long endOfAbsent(int table, long end) {
        int next = table + 1;
        while ((long) next << clusters.tableBits() < end && tables.absent(next)) {
            next++;
        }
        return (long) next << clusters.tableBits();
    }
}
