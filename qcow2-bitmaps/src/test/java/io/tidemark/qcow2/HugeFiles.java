package io.tidemark.qcow2;

import static io.tidemark.qcow2.HugeFile.FREE;
import static io.tidemark.qcow2.HugeFile.MIB;

import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Does everything with the worst files there can be, and prints what was refused. For a JVM of its own with
/// little memory: [BoundedMemoryTest].
final class HugeFiles {
    private static final int MOST_L1 = 4 << 20;

    private final Path folder;
    private int done;

    private HugeFiles(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        HugeFiles files = new HugeFiles(Path.of(arguments[0]));
        files.directories();
        files.snapshots();
        files.mappings();
        files.refcounts();
        files.merges();
        files.chain();
        System.out.println(files.done + " operations");
    }

    private void directories() throws IOException {
        everything("64 MiB of bitmaps", file("a", 1 << 30, 16).directoryOf(65535, 65535 * 1024L));
        everything(
                "broken bitmaps with names that are no text",
                file("b", 1 << 30, 16).bitmaps(65534, 8, 1, 40, 0xff));
        everything("bitmaps", file("c", 1 << 30, 16).bitmaps(65534, 16, 1, 40, 'n'));
    }

    private void snapshots() throws IOException {
        everything("64 MiB of snapshots", file("d", 1 << 30, 16).snapshots(65536, 960));
        everything("snapshots", file("e", 1 << 30, 16).snapshots(65536, 192));
    }

    private void mappings() throws IOException {
        long size = MOST_L1 * (64L << 9);
        everything(
                "full L1 table",
                new HugeFile(folder.resolve("f"), 9, size, MOST_L1)
                        .fullL1(MOST_L1)
                        .counted());
    }

    /// The bits of one bitmap scattered so that each lies in the care of another refcount block.
    private void refcounts() throws IOException {
        int clusters = 1024;
        HugeFile file = new HugeFile(folder.resolve("g"), 16, 1L << 50, MOST_L1)
                .refcountOrder(6)
                .bitmaps(1, 21, clusters, 10, 'n');
        // A block counts the clusters of 512 MiB: the table is in the care of block 1, cluster i of block i + 2.
        long blocks = FREE + 32 * MIB;
        file.block(0, blocks).block(1, blocks + 65536).ones(blocks, 2 * 65536, 8);
        for (int i = 0; i < clusters; i++) {
            long block = blocks + (i + 2) * 65536L;
            file.block(i + 2, block).putLong(block + 8, 1).putLong(HugeFile.TABLE + i * 8L, ((i + 2L) << 29) + 65536);
        }
        everything("scattered bits", file.putLong((clusters + 2L) << 29, 0));
    }

    private void merges() throws IOException {
        HugeFile file = new HugeFile(folder.resolve("h"), 21, 1L << 40, 16).bitmaps(1000, 20, 1, 10, 'n');
        Path path = file.counted().write();
        try (Qcow2Image image = Qcow2Image.open(path, Access.WRITE, ImageResolver.refusing())) {
            tell("merging", "store", () -> {
                BitmapEditor editor = image.editBitmaps().add("all", 65536, Recording.ON);
                image.bitmaps().forEach(bitmap -> editor.merge(bitmap.name(), "all"));
                editor.store();
            });
        }
    }

    private void chain() throws IOException {
        Path top = folder;
        int depth = 48;
        for (int i = 0; i < depth; i++) {
            HugeFile file = new HugeFile(folder.resolve("chain" + i), 21, 1L << 40, MOST_L1);
            file.putLong(HugeFile.L1, HugeFile.L2);
            top = (i == 0 ? file.largeExtension() : file.backing("chain" + (i - 1))).write();
        }
        ImageResolver resolver = ImageResolver.within(List.of(folder));
        try (Qcow2Image image = Qcow2Image.open(top, Access.READ, resolver)) {
            tell("chain", "extents", () -> walk(image.extents(0, image.virtualSize())));
            tell("chain", "layers", () -> image.layerBitmaps(depth - 1).bitmaps());
        }
    }

    private HugeFile file(String name, long size, int clusterBits) throws IOException {
        return new HugeFile(folder.resolve(name), clusterBits, size, 1024).counted();
    }

    private void everything(String name, HugeFile file) throws IOException {
        Path path = file.write();
        try (Qcow2Image image = Qcow2Image.open(path, Access.WRITE, ImageResolver.refusing())) {
            tell(name, "extents", () -> walk(image.extents(0, Math.min(image.virtualSize(), 1L << 31))));
            tell(name, "read", () -> image.read(0, ByteBuffer.allocateDirect(4096)));
            tell(name, "snapshots", () -> {
                List<Snapshot> snapshots = image.snapshots();
                if (!snapshots.isEmpty()) {
                    image.snapshotDisk(snapshots.getLast()).close();
                }
            });
            tell(name, "bitmaps", () -> list(image));
            tell(name, "check", image::check);
            tell(name, "clear", () -> {
                List<DirtyBitmap> bitmaps = image.bitmaps();
                if (!bitmaps.isEmpty()) {
                    image.editBitmaps().clear(bitmaps.getFirst().name()).store();
                }
            });
            tell(name, "add", () -> {
                BitmapEditor editor = image.editBitmaps().add("new", 1 << 30, Recording.ON);
                editor.mark("new", List.of(new ByteRange(0, 1))).store();
            });
        }
    }

    private static void list(Qcow2Image image) throws IOException {
        List<DirtyBitmap> bitmaps = image.bitmaps();
        if (!bitmaps.isEmpty() && bitmaps.getLast().usable()) {
            RangeCursor ranges = image.dirtyExtents(bitmaps.getLast());
            while (ranges.next() != null) {}
        }
    }

    private static void walk(ExtentCursor extents) throws IOException {
        while (extents.next() != null) {}
    }

    private void tell(String file, String operation, Action action) throws IOException {
        try {
            action.run();
        } catch (Qcow2Exception e) {
            System.out.println(file + ", " + operation + ": " + e.code());
        } catch (OutOfMemoryError e) {
            System.out.println(file + ", " + operation + ": " + e);
        }
        done++;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
