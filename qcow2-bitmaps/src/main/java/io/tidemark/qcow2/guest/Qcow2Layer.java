package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The cluster mapping of one qcow2 image, active or of an internal snapshot.
///
/// Runs of one kind come as one mapping, up to the end of an L2 table.
final class Qcow2Layer implements Layer {
    private final ImageSource data;
    private final long size;
    private final L2Tables tables;
    private final ClusterMap clusters;
    private final Decompressor decompressor;
    private final ImageSource image;
    private final Header header;
    private final FileRuns runs;
    /// Whether clusters may have been set aside without room for them; `null` as long as nobody asked.
    private volatile @Nullable Boolean preallocated;

    private Qcow2Layer(ImageSource image, ImageSource data, Header header, L1Table l1, ChainMemory memory)
            throws IOException {
        long fileSize = image.size();
        this.image = image;
        this.header = header;
        this.runs = new FileRuns(data);
        this.data = data;
        this.size = l1.diskSize();
        this.tables = L2Tables.open(image, header, fileSize, l1, memory);
        this.clusters = new ClusterMap(header, image.name(), data.size());
        this.decompressor = new Decompressor(image, header, fileSize, memory);
    }

    /// @param data  where plain data are: the image, or its external data file
    /// @param l1  which state of the disk
    /// @param memory  shared with the other images of the chain
    static Qcow2Layer open(ImageSource image, ImageSource data, Header header, L1Table l1, ChainMemory memory)
            throws IOException {
        return new Qcow2Layer(image, data, header, l1, memory);
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
            long absentEnd = tables.absentEnd(table);
            boolean beyond = absentEnd > end >>> clusters.tableBits();
            return new Mapping.Unallocated(
                    (beyond ? end : absentEnd << clusters.tableBits()) - offset, Extent.NO_OFFSET);
        }
        long tableStart = (long) table << clusters.tableBits();
        long tableEnd = Math.min(end, tableStart + (1L << clusters.tableBits()));
        return clusters.map(tables.table(table), tableStart, offset, tableEnd);
    }

    @Override
    public FileRuns.Run plainRun(long hostOffset) throws IOException {
        Boolean known = preallocated;
        if (known == null) {
            known = Preallocation.isOfMetadata(image, header);
            preallocated = known;
        }
        return known ? runs.at(hostOffset) : FileRuns.Run.ALL_DATA;
    }

    @Override
    public void decompress(Mapping.Compressed mapping, ByteBuffer dst) throws IOException {
        decompressor.decompress(mapping, dst);
    }
}
