package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Damaged images bring nothing but failures that the module names, in bounded memory and with bounded
/// reading.
///
/// `-Dfuzz.mutations=1000000` tries more of them, `-Dfuzz.mutant=N` the one that a failure names.
@Seeded
class FuzzTest {
    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 10_000);
    private static final long MOST_ALLOCATED = 64 << 20;
    private static final int MOST_READS = 20_000;
    private static final int STEPS = 5000;

    private final ByteBuffer content = ByteBuffer.allocateDirect(1 << 20);

    @Test
    void anImageCutAnywhereIsNamedOrReadsAsFarAsItGoes() throws IOException {
        Built built = new ImageFixture(9, 4)
                .data(0, 1)
                .data(7, 2)
                .bitmap("a", 12, 2, 0)
                .bitmap("b", 16, 2, 1, 15)
                .build();
        for (long size = 0; size < built.source().size(); size += 256) {
            MemoryImageSource cut = built.source().copy();
            cut.truncate(size);
            ByteBuffer before = bytes(cut);
            if (!tryEverything(cut)) {
                assertThat(bytes(cut)).isEqualTo(before);
            }
        }
    }

    @Test
    void noDamageBringsAnythingButANamedFailure(RandomGenerator random) throws IOException {
        ImageMutator mutator = ImageMutator.load();
        Worst worst = new Worst();
        Long given = Long.getLong("fuzz.mutant");
        for (int i = 0; i < (given == null ? MUTATIONS : 1); i++) {
            long seed = given == null ? random.nextLong() : given;
            ImageMutator.Mutant mutant =
                    mutator.next(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            MeteredSource source = new MeteredSource(mutant.image());
            try {
                worst.well += tryEverything(source) ? 1 : 0;
            } catch (RuntimeException | IOException | Error e) {
                throw new AssertionError(
                        "%s, damaged: try it alone with -Dfuzz.mutant=%d".formatted(mutant.name(), seed), e);
            }
            worst.allocated = Math.max(worst.allocated, source.allocated());
            worst.reads = Math.max(worst.reads, source.reads());
            worst.bytesRead = Math.max(worst.bytesRead, source.bytesRead());
            assertThat(source.allocated())
                    .as("bytes allocated for %s, -Dfuzz.mutant=%d", mutant.name(), seed)
                    .isLessThanOrEqualTo(MOST_ALLOCATED);
            assertThat(source.reads())
                    .as("reads of %s, -Dfuzz.mutant=%d", mutant.name(), seed)
                    .isLessThanOrEqualTo(MOST_READS);
        }
        System.out.printf(
                "%d damaged images from %d: %d did all that was asked; at most %d KiB allocated, %d reads, %d KiB read%n",
                MUTATIONS, mutator.originals(), worst.well, worst.allocated >> 10, worst.reads, worst.bytesRead >> 10);
    }

    /// Opens, reads, lists, walks and changes; whether all of it went well.
    private boolean tryEverything(ImageSource source) throws IOException {
        boolean well = true;
        try (Qcow2Image image = Qcow2Image.open(source, ImageResolver.refusing())) {
            long size = image.virtualSize();
            int part = (int) Math.min(content.capacity(), size);
            well &= tries(() -> image.read(0, content.clear().limit(part)));
            well &= tries(() -> image.read(size - part, content.clear().limit(part)));
            well &= tries(() -> walk(image.extents(0, size)));
            well &= tries(() -> {
                for (Snapshot snapshot : image.snapshots()) {
                    tries(() -> {
                        try (SnapshotDisk disk = image.snapshotDisk(snapshot)) {
                            walk(disk.extents(0, disk.virtualSize()));
                        }
                    });
                }
            });
            well &= tries(() -> {
                for (DirtyBitmap bitmap : image.bitmaps()) {
                    tries(() -> {
                        RangeCursor cursor = image.dirtyExtents(bitmap);
                        for (int i = 0; i < STEPS && cursor.next() != null; i++) {}
                    });
                }
            });
            well &= tries(() -> Objects.requireNonNull(image.check()));
            well &= tries(() -> change(image));
            return well;
        } catch (Qcow2Exception e) {
            return false;
        }
    }

    /// What is stored is there afterwards.
    private static void change(Qcow2Image image) throws IOException {
        image.editBitmaps()
                .add("new one", 65536, Recording.ON)
                .mark("new one", List.of(new ByteRange(0, 1)))
                .store();
        RangeCursor cursor = image.dirtyExtents(image.bitmap("new one").orElseThrow());
        assertThat(cursor.next()).isEqualTo(new ByteRange(0, Math.min(65536, image.virtualSize())));
        assertThat(cursor.next()).isNull();
    }

    private static void walk(ExtentCursor cursor) throws IOException {
        for (int i = 0; i < STEPS && cursor.next() != null; i++) {}
    }

    private static boolean tries(Action action) throws IOException {
        try {
            action.run();
            return true;
        } catch (Qcow2Exception e) {
            return false;
        }
    }

    private static ByteBuffer bytes(MemoryImageSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.readPadded(bytes, 0);
        return bytes.flip();
    }

    private static final class Worst {
        private long allocated;
        private long reads;
        private long bytesRead;
        private int well;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
