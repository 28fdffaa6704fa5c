package io.tidemark.qcow2.check;

import io.tidemark.qcow2.bitmap.BitmapClusters;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.refcount.ClusterRun;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Goes through everything in an image that names clusters: header, reference counts, mappings of the active
/// disk and of snapshots, bitmaps.
final class ReferenceWalk {
    private final ImageSource source;
    private final HeaderArea area;
    private final Header header;
    private final Refcounts refcounts;
    private final References references;
    private final ByteBuffer table;

    ReferenceWalk(ImageSource source, HeaderArea area, Refcounts refcounts, References references) {
        this.source = source;
        this.area = area;
        this.header = area.header();
        this.refcounts = refcounts;
        this.references = references;
        this.table = ByteBuffer.allocateDirect(header.clusterSize());
    }

    void walk() throws IOException {
        references.used(0, header.clusterSize(), "header");
        used(refcounts.tableRun(), "refcount table");
        refcounts.blockClusters().forEach(cluster -> used(new ClusterRun(cluster, 1), "refcount block"));
        walkMapping(header.l1Offset(), header.l1Entries(), true);
        walkSnapshots();
        walkBitmaps();
    }

    private void used(ClusterRun run, String what) {
        references.used(run.first() << header.clusterBits(), run.count() << header.clusterBits(), what);
    }

    private void walkSnapshots() throws IOException {
        if (header.snapshots() == 0) {
            return;
        }
        try {
            List<Snapshot> snapshots = Snapshot.readAll(source, header);
            long length = snapshots.stream().mapToLong(Snapshot::length).sum();
            references.used(header.snapshotsOffset(), length, "snapshot table");
            for (Snapshot snapshot : snapshots) {
                walkMapping(snapshot.l1Offset(), snapshot.l1Entries(), false);
            }
        } catch (Qcow2Exception e) {
            references.broken(String.valueOf(e.getMessage()));
        }
    }

    private void walkBitmaps() throws IOException {
        if (!header.bitmapsAgree()) {
            return;
        }
        try {
            for (ClusterRun run : new BitmapClusters(source, header).ofAll(area)) {
                used(run, "bitmaps");
            }
        } catch (Qcow2Exception e) {
            references.broken(String.valueOf(e.getMessage()));
        }
    }

    /// Each L2 table is read once, in the order of the file, however often it is named: a table named twice
    /// is found by its count.
    private void walkMapping(long l1Offset, int entries, boolean active) throws IOException {
        if (entries == 0) {
            return;
        }
        references.used(l1Offset, entries * 8L, "L1 table");
        ByteBuffer content = ByteBuffer.allocateDirect(entries * Long.BYTES);
        source.readPadded(content, l1Offset);
        long[] l1 = new long[entries];
        content.flip().asLongBuffer().get(l1);
        for (long entry : l1) {
            long offset = L2Entry.hostOffset(entry);
            if (offset != 0) {
                references.used(offset, header.clusterSize(), "L2 table");
                if (active) {
                    references.saysUsedOnce(offset, entry < 0, "L1 entry");
                }
            }
        }
        long fileSize = source.size();
        for (long offset :
                Arrays.stream(l1).map(L2Entry::hostOffset).sorted().distinct().toArray()) {
            if (offset != 0 && offset < fileSize && header.isAligned(offset)) {
                walkTable(offset, active);
            }
        }
    }

    private void walkTable(long offset, boolean active) throws IOException {
        source.readPadded(table.clear(), offset);
        int step = header.extendedL2() ? 2 * Long.BYTES : Long.BYTES;
        for (int at = 0; at < table.capacity(); at += step) {
            long entry = table.getLong(at);
            if (L2Entry.compressed(entry)) {
                walkCompressed(entry, offset + at);
            } else if (L2Entry.hostOffset(entry) != 0 && !header.dataFile()) {
                references.used(L2Entry.hostOffset(entry), header.clusterSize(), "data cluster");
                if (active) {
                    references.saysUsedOnce(L2Entry.hostOffset(entry), entry < 0, "L2 entry");
                }
            }
        }
    }

    private void walkCompressed(long entry, long where) {
        if ((entry & L2Entry.COPIED) != 0) {
            references.broken(
                    "L2 entry at %d: a compressed cluster must not say that it is used once".formatted(where));
        }
        long start = L2Entry.compressedOffset(entry, header.clusterBits());
        references.used(start, L2Entry.compressedLength(entry, header.clusterBits()), "compressed cluster");
    }
}
