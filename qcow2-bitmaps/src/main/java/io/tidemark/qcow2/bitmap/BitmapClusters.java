package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.refcount.ClusterRun;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which clusters of the file bitmaps take.
public final class BitmapClusters {
    private final ImageSource source;
    private final Header header;

    /// @param source  the image
    /// @param header  its header
    public BitmapClusters(ImageSource source, Header header) {
        this.source = source;
        this.header = header;
    }

    /// Clusters by what is in them.
    ///
    /// @param metadata  directory and tables
    /// @param data  bits
    record Used(List<ClusterRun> metadata, List<ClusterRun> data) {
        /// All of them.
        List<ClusterRun> all() {
            List<ClusterRun> all = new ArrayList<>(metadata);
            all.addAll(data);
            return all;
        }
    }

    /// The clusters that are not used any more when a directory is replaced: its own, the tables and data of
    /// entries that are dropped. None when the bitmaps are void: whoever voided them may have given their
    /// clusters to others.
    Used of(BitmapSet set, List<BitmapDirectoryEntry> dropped) throws IOException {
        Used used = new Used(new ArrayList<>(), new ArrayList<>());
        BitmapsExtension extension = set.extension();
        if (extension != null && !set.invalidated()) {
            used.metadata().add(directory(extension));
            for (BitmapDirectoryEntry entry : dropped) {
                addBitmap(entry, used);
            }
        }
        return used;
    }

    /// The clusters of all bitmaps of an image whose bitmaps count.
    ///
    /// @throws BitmapException  when directory or tables break the format
    public List<ClusterRun> ofAll(HeaderArea area) throws IOException {
        BitmapSet set = BitmapSet.read(source, area);
        return of(set, set.directory().entries()).all();
    }

    /// The directory's own clusters.
    ClusterRun directory(BitmapsExtension extension) {
        return new ClusterRun(
                extension.directoryOffset() >>> header.clusterBits(), header.clustersFor(extension.directorySize()));
    }

    /// The clusters of one bitmap's table and data.
    void addBitmap(BitmapDirectoryEntry entry, Used used) throws IOException {
        String violation = EntryRules.tableViolation(entry, header, source.size());
        if (violation != null) {
            throw new BitmapException(
                    Problem.INVALID,
                    source.name(),
                    "bitmap \"%s\": %s. Copy the image with \"qemu-img convert\" to be rid of it."
                            .formatted(entry.name().text(), violation));
        }
        if (entry.tableEntries() == 0) {
            return;
        }
        used.metadata()
                .add(new ClusterRun(
                        entry.tableOffset() >>> header.clusterBits(),
                        header.clustersFor(entry.tableEntries() * Long.BYTES)));
        BitmapTable table = new BitmapTable(source, header, entry);
        for (long i = 0; i < table.entries(); i++) {
            long cluster = table.cluster(i);
            if (cluster > BitmapTable.ALL_ONES) {
                append(used.data(), cluster >>> header.clusterBits());
            }
        }
    }

    private static void append(List<ClusterRun> runs, long cluster) {
        ClusterRun last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.end() == cluster) {
            runs.set(runs.size() - 1, new ClusterRun(last.first(), last.count() + 1));
        } else {
            runs.add(new ClusterRun(cluster, 1));
        }
    }
}
