package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.format.BitmapDirectory;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.refcount.ClusterAllocator;
import io.tidemark.qcow2.refcount.ClusterRun;
import io.tidemark.qcow2.refcount.OccupiedClusters;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.UndoFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Stores changed bitmaps the way QEMU does, made safe against a crash at any write.
///
/// Order: raise the counts of new clusters, flush; write new tables and the new directory, flush; switch the
/// header to the new directory, flush; lower the counts of what the old one named, flush. The image is held
/// under the write lock from first to last, so bitmaps are never marked in use.
final class BitmapStore {
    private static final long AUTOCLEAR_KNOWN = 3;

    private final ImageSource source;
    private final Header header;
    private final BitmapSet set;

    private BitmapStore(ImageSource source, BitmapSet set) {
        this.source = source;
        this.header = set.area().header();
        this.set = set;
    }

    /// Reads what is there and checks that it may be changed.
    static BitmapStore open(ImageSource source, HeaderArea known) throws IOException {
        if (!source.writable()) {
            throw notWritable(source, "it is open for reading. Open it for writing.");
        }
        HeaderArea area = HeaderArea.read(source);
        if (!area.digest().equals(known.digest())) {
            throw new ImageChangedException(source.name(), "the header is different");
        }
        Header header = area.header();
        if (header.version() < 3) {
            throw notWritable(source, "version 2 has no bitmaps. Upgrade it with \"qemu-img amend -o compat=1.1\".");
        }
        if ((header.incompatible() & (Header.INCOMPATIBLE_DIRTY | Header.INCOMPATIBLE_CORRUPT)) != 0) {
            throw notWritable(
                    source,
                    "it is marked as %s. Run \"qemu-img check -r all\" on it."
                            .formatted(
                                    (header.incompatible() & Header.INCOMPATIBLE_CORRUPT) != 0
                                            ? "corrupt"
                                            : "not closed cleanly, so its reference counts are stale"));
        }
        BitmapSet set = BitmapSet.read(source, area);
        long fileSize = source.size();
        for (BitmapDirectoryEntry entry : set.directory().entries()) {
            String violation = EntryRules.violation(entry, header, fileSize);
            if (violation != null && !set.invalidated()) {
                throw new BitmapException(
                        Problem.INVALID,
                        source.name(),
                        "no bitmap can be changed, because of bitmap \"%s\": %s. QEMU refuses such an image until bit 0 of byte 95 is cleared."
                                .formatted(entry.name().text(), violation));
            }
        }
        return new BitmapStore(source, set);
    }

    StoredBitmaps store(List<BitmapChange> changes) throws IOException {
        DirectoryPlan plan = DirectoryPlan.of(set, source.name(), changes);
        if (plan.changesNothing(set)) {
            return StoredBitmaps.CLEAN;
        }
        Refcounts refcounts = Refcounts.read(source, header);
        BitmapClusters.Used old = new BitmapClusters(source, header).of(set, plan.dropped());
        OccupiedClusters occupied = new OccupiedClusters(source, header, refcounts, keptTables(plan));
        ClusterAllocator allocator = new ClusterAllocator(source, header, refcounts, occupied);
        allocator.requireFreeable(old.all());
        DirectorySwitch directorySwitch =
                DirectorySwitch.of(source, set, plan.entries().isEmpty());
        clearUnknownAutoclear();
        try {
            directorySwitch.apply(laidDown(plan, allocator, directorySwitch));
        } catch (UndoFailedException e) {
            throw new BitmapException(
                    Problem.STORE_UNCERTAIN,
                    source.name(),
                    "a write failed and could not be taken back. The image is whole, with the old bitmaps or the new ones: open it again and list them.",
                    e);
        } catch (IOException | RuntimeException | Error e) {
            giveBack(allocator, e);
            throw e;
        }
        return free(allocator, old);
    }

    /// Writes everything the new directory needs, and itself, to new clusters.
    private BitmapsExtension laidDown(DirectoryPlan plan, ClusterAllocator allocator, DirectorySwitch directorySwitch)
            throws IOException {
        if (plan.entries().isEmpty()) {
            return new BitmapsExtension(0, 0, 0);
        }
        List<NewTable> tables = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (DirectoryPlan.Planned planned : plan.entries()) {
            if (planned.bits() != null) {
                NewTable table = NewTable.planned(source, header, planned.entry(), planned.bits());
                table.addNeeds(counts);
                tables.add(table);
            }
        }
        BitmapDirectory sized = new BitmapDirectory(
                plan.entries().stream().map(DirectoryPlan.Planned::entry).toList());
        counts.add(header.clustersFor(sized.size()));
        Iterator<Long> offsets = allocator.reserve(counts).iterator();
        Iterator<Long> needs = counts.iterator();
        Iterator<NewTable> nextTable = tables.iterator();
        List<BitmapDirectoryEntry> entries = new ArrayList<>();
        for (DirectoryPlan.Planned planned : plan.entries()) {
            entries.add(
                    planned.bits() == null ? planned.entry() : nextTable.next().write(needs, offsets));
        }
        BitmapDirectory directory = new BitmapDirectory(entries);
        long offset = offsets.next();
        writePadded(directory, offset);
        BitmapsExtension extension = new BitmapsExtension(entries.size(), directory.size(), offset);
        directorySwitch.prepare(extension);
        source.flush();
        return extension;
    }

    private List<ClusterRun> keptTables(DirectoryPlan plan) {
        List<ClusterRun> runs = new ArrayList<>();
        for (DirectoryPlan.Planned planned : plan.entries()) {
            BitmapDirectoryEntry entry = planned.entry();
            if (planned.bits() == null && !entry.has(BitmapDirectoryEntry.IN_USE)) {
                runs.add(new ClusterRun(entry.tableOffset() >>> header.clusterBits(), tableClusters(entry)));
            }
        }
        return runs;
    }

    /// The format allows writing to an image only to those who clear the autoclear bits they do not know.
    private void clearUnknownAutoclear() throws IOException {
        long autoclear = header.autoclear();
        if ((autoclear & ~AUTOCLEAR_KNOWN) != 0) {
            DirectorySwitch.autoclear(autoclear, autoclear & AUTOCLEAR_KNOWN).apply(source);
        }
    }

    private long tableClusters(BitmapDirectoryEntry entry) {
        return header.clustersFor(entry.tableEntries() * Long.BYTES);
    }

    private void writePadded(BitmapDirectory directory, long offset) throws IOException {
        long length = header.clustersFor(directory.size()) << header.clusterBits();
        ByteBuffer padded = ByteBuffer.allocateDirect(Math.toIntExact(length));
        directory.putInto(padded);
        source.write(padded.rewind(), offset);
    }

    private static void giveBack(ClusterAllocator allocator, Throwable reason) {
        try {
            allocator.giveBack();
        } catch (IOException | RuntimeException | Error e) {
            reason.addSuppressed(e);
        }
    }

    /// The new bitmaps are in force by now, so a failure here is no failure of the change. Room for bits goes
    /// back to the file system, as in QEMU, once it is durable that nothing names it.
    private StoredBitmaps free(ClusterAllocator allocator, BitmapClusters.Used old) {
        List<ClusterRun> all = old.all();
        try {
            allocator.free(all);
        } catch (IOException e) {
            long clusters = all.stream().mapToLong(ClusterRun::count).sum() + allocator.retiredClusters();
            return new StoredBitmaps(clusters << header.clusterBits(), e);
        }
        try {
            for (ClusterRun run : old.data()) {
                source.discard(run.first() << header.clusterBits(), run.count() << header.clusterBits());
            }
            return StoredBitmaps.CLEAN;
        } catch (IOException e) {
            return new StoredBitmaps(0, e);
        }
    }

    private static BitmapException notWritable(ImageSource source, String why) {
        return new BitmapException(Problem.NOT_WRITABLE, source.name(), "its bitmaps cannot be changed: " + why);
    }
}
