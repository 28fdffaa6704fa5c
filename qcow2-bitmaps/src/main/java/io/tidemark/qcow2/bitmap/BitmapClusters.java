package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.refcount.ClusterRun;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which clusters of the file bitmaps take (qcow2 specification, "Bitmap table").
///
/// Runs are handed out as they are found, in constant memory; failures are those of tables that break the
/// format.
public final class BitmapClusters {
    /// Runs that are kept in memory for one change: a bitmap of 512 MiB in clusters of 4 KiB has half as many
    /// at worst.
    private static final int MOST_RUNS = 1 << 18;

    private final ImageSource source;
    private final Header header;

    /// @param source  the image
    /// @param header  its header
    public BitmapClusters(ImageSource source, Header header) {
        this.source = source;
        this.header = header;
    }

    /// Takes runs of clusters, one after the other.
    @FunctionalInterface
    public interface Receiver {
        /// Takes one.
        void take(ClusterRun run) throws IOException;
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

    /// Goes through the clusters of all bitmaps of an image whose bitmaps count.
    ///
    /// @throws BitmapException  when directory or tables break the format
    public void forEach(BitmapSet set, Receiver receiver) throws IOException {
        BitmapsExtension extension = set.extension();
        if (extension != null && !set.invalidated()) {
            receiver.take(directory(extension));
            for (BitmapDirectoryEntry entry : set.directory().entries()) {
                forEach(entry, receiver, receiver);
            }
        }
    }

    /// The directory's own clusters.
    ClusterRun directory(BitmapsExtension extension) {
        return new ClusterRun(
                extension.directoryOffset() >>> header.clusterBits(), header.clustersFor(extension.directorySize()));
    }

    /// Collects the clusters of one bitmap's table and data.
    private void addBitmap(BitmapDirectoryEntry entry, Used used) throws IOException {
        forEach(entry, run -> add(run, used.metadata()), run -> add(run, used.data()));
    }

    private void add(ClusterRun run, List<ClusterRun> runs) throws BitmapException {
        if (runs.size() == MOST_RUNS) {
            throw new BitmapException(
                    Problem.LIMIT,
                    source.name(),
                    "bitmaps that would be dropped or changed lie in more than %d pieces. Change fewer at a time, or copy the image with \"qemu-img convert --bitmaps\"."
                            .formatted(MOST_RUNS));
        }
        runs.add(run);
    }

    private void forEach(BitmapDirectoryEntry entry, Receiver metadata, Receiver data) throws IOException {
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
        metadata.take(new ClusterRun(
                entry.tableOffset() >>> header.clusterBits(), header.clustersFor(entry.tableEntries() * Long.BYTES)));
        BitmapTable table = new BitmapTable(source, header, entry);
        long first = -1;
        long end = -1;
        for (long i = 0; i < table.entries(); i++) {
            long offset = table.cluster(i);
            long cluster = offset > BitmapTable.ALL_ONES ? offset >>> header.clusterBits() : -1;
            if (cluster >= 0 && cluster == end) {
                end++;
                continue;
            }
            if (first >= 0) {
                data.take(new ClusterRun(first, end - first));
            }
            first = cluster;
            end = cluster + 1;
        }
        if (first >= 0) {
            data.take(new ClusterRun(first, end - first));
        }
    }
}
