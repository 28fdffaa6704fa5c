package io.tidemark.qcow2.check;

import io.tidemark.qcow2.bitmap.BitmapClusters;
import io.tidemark.qcow2.bitmap.BitmapSet;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.refcount.ClusterRun;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Goes through everything in an image that names clusters: header, reference counts, mappings of the active
/// disk and of snapshots, bitmaps.
final class ReferenceWalk {
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
        walkEndMarker();
        if (header.refcountTableClusters() > 0) {
            used(Use.REFCOUNT_TABLE, refcounts.tableRun());
        }
        for (int i = 0; i < refcounts.tableLength(); i++) {
            if (refcounts.blockCluster(i) > 0) {
                used(Use.REFCOUNT_BLOCK, new ClusterRun(refcounts.blockCluster(i), 1));
            }
        }
        mappings.walk(header.l1Offset(), header.l1Entries(), true);
        walkSnapshots();
        walkBitmaps();
    }

    /// The marker behind the header extensions has a length, too, which QEMU holds against the room there is.
    private void walkEndMarker() throws IOException {
        int room = area.areaEnd() - area.extensionsEnd() - HeaderExtension.HEAD_LENGTH;
        if (room < 0) {
            return;
        }
        ByteBuffer marker = ByteBuffer.allocate(HeaderExtension.HEAD_LENGTH);
        source.readPadded(marker, area.extensionsEnd());
        if (Integer.compareUnsigned(marker.getInt(4), room) > 0) {
            references.broken("end of the header extensions at %d: longer than its room", area.extensionsEnd());
        }
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
            Snapshots found = new Snapshots();
            Snapshot.forEach(source, header, found::add);
            references.used(Use.SNAPSHOT_TABLE, header.snapshotsOffset(), found.tableBytes, 1);
            // Each has an L1 table of its own, so together they fit into the file: no end of work in a small one.
            if (found.l1Bytes > source.size()) {
                references.broken("L1 tables of snapshots: %d bytes in a file of %d", found.l1Bytes, source.size());
                return;
            }
            Snapshot.forEach(
                    source, header, (snapshot, _) -> mappings.walk(snapshot.l1Offset(), snapshot.l1Entries(), false));
        } catch (Qcow2Exception e) {
            references.broken("%s", e.getMessage());
        }
    }

    /// What the entries of the snapshot table amount to.
    private final class Snapshots {
        private long tableBytes;
        private long l1Bytes;

        /// Entries of version 3 have the size of the disk.
        void add(Snapshot snapshot, int extra) {
            if (header.version() >= 3 && extra < MIN_SNAPSHOT_EXTRA) {
                references.broken(
                        "snapshot table entry at %d: has no disk size", header.snapshotsOffset() + tableBytes);
            }
            tableBytes += snapshot.length();
            l1Bytes += snapshot.l1Entries() * 8L;
        }
    }

    private void walkBitmaps() throws IOException {
        if (!header.bitmapsAgree()) {
            return;
        }
        try {
            BitmapSet set = BitmapSet.read(source, area);
            set.forEachBroken((name, violation) -> references.broken("bitmap \"%s\": %s", name, violation));
            // As with snapshots, a table each.
            if (set.tableBytes() > source.size()) {
                references.broken("tables of bitmaps: %d bytes in a file of %d", set.tableBytes(), source.size());
                return;
            }
            new BitmapClusters(source, header).forEach(set, run -> used(Use.BITMAP, run));
        } catch (BitmapException e) {
            if (e.problem() == BitmapException.Problem.LIMIT) {
                throw e;
            }
            references.broken("%s", e.getMessage());
        } catch (Qcow2Exception e) {
            references.broken("%s", e.getMessage());
        }
    }
}
