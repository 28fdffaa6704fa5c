package io.tidemark.qcow2.check;

import io.tidemark.qcow2.bitmap.BitmapClusters;
import io.tidemark.qcow2.bitmap.BitmapSet;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.refcount.ClusterRun;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Goes through everything in an image that names clusters: header, reference counts, mappings of the active
/// disk and of snapshots, bitmaps.
final class ReferenceWalk {
    /// Where an entry of the snapshot table says how long its extra data are.
    private static final int SNAPSHOT_EXTRA_SIZE = 36;
    private static final int MIN_SNAPSHOT_EXTRA = 16;

    private final ImageSource source;
    private final HeaderArea area;
    private final Header header;
    private final Refcounts refcounts;
    private final References references;
    private final MappingWalk mappings;

    ReferenceWalk(ImageSource source, HeaderArea area, Refcounts refcounts, References references) throws IOException {
        this.source = source;
        this.area = area;
        this.header = area.header();
        this.refcounts = refcounts;
        this.references = references;
        this.mappings = new MappingWalk(source, header, references);
    }

    void walk() throws IOException {
        references.used(Use.HEADER, 0, header.clusterSize(), 1);
        if (header.refcountTableClusters() > 0) {
            used(Use.REFCOUNT_TABLE, refcounts.tableRun());
        }
        refcounts.blockClusters().forEach(cluster -> used(Use.REFCOUNT_BLOCK, new ClusterRun(cluster, 1)));
        mappings.walk(header.l1Offset(), header.l1Entries(), true);
        walkSnapshots();
        walkBitmaps();
    }

    private void used(Use use, ClusterRun run) {
        if (run.count() > 0) {
            references.used(use, run.first() << header.clusterBits(), run.count() << header.clusterBits(), 1);
        }
    }

    private void walkSnapshots() throws IOException {
        if (header.snapshots() == 0) {
            return;
        }
        if (header.dataFile()) {
            references.broken("%d snapshots of an external data file, which has none", header.snapshots());
        }
        try {
            List<Snapshot> snapshots = Snapshot.readAll(source, header);
            long length = snapshots.stream().mapToLong(Snapshot::length).sum();
            references.used(Use.SNAPSHOT_TABLE, header.snapshotsOffset(), length, 1);
            requireComplete(snapshots);
            // Each has an L1 table of its own, so together they fit into the file: no end of work in a small one.
            long tables = snapshots.stream()
                    .mapToLong(snapshot -> snapshot.l1Entries() * 8L)
                    .sum();
            if (tables > source.size()) {
                references.broken("L1 tables of snapshots: %d bytes in a file of %d", tables, source.size());
                return;
            }
            for (Snapshot snapshot : snapshots) {
                mappings.walk(snapshot.l1Offset(), snapshot.l1Entries(), false);
            }
        } catch (Qcow2Exception e) {
            references.broken("%s", e.getMessage());
        }
    }

    /// Entries of version 3 have the size of the disk.
    private void requireComplete(List<Snapshot> snapshots) throws IOException {
        long at = header.snapshotsOffset();
        ByteBuffer extraSize = ByteBuffer.allocate(Integer.BYTES);
        for (Snapshot snapshot : snapshots) {
            source.readPadded(extraSize.clear(), at + SNAPSHOT_EXTRA_SIZE);
            if (header.version() >= 3 && extraSize.getInt(0) < MIN_SNAPSHOT_EXTRA) {
                references.broken("snapshot table entry at %d: has no disk size", at);
            }
            at += snapshot.length();
        }
    }

    private void walkBitmaps() throws IOException {
        if (!header.bitmapsAgree()) {
            return;
        }
        try {
            long tables = 0;
            for (DirtyBitmap bitmap : BitmapSet.read(source, area).bitmaps()) {
                tables += bitmap.tableEntries() * 8;
                // One in use is what a killed writer leaves behind, and no contradiction.
                if (!bitmap.inconsistent() && !bitmap.usable()) {
                    references.broken("bitmap \"%s\": %s", bitmap.name(), bitmap.unusable());
                }
            }
            // As with snapshots, a table each.
            if (tables > source.size()) {
                references.broken("tables of bitmaps: %d bytes in a file of %d", tables, source.size());
                return;
            }
            for (ClusterRun run : new BitmapClusters(source, header).ofAll(area)) {
                used(Use.BITMAP, run);
            }
        } catch (Qcow2Exception e) {
            references.broken("%s", e.getMessage());
        }
    }
}
