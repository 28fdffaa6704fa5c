package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class FuzzTest {
    private static final int FUZZED = 60;

    @Test
    void anImageCutAnywhereIsNamedOrReadsAsFarAsItGoes() throws IOException {
        Built built = image().build();
        for (long size = 0; size < built.source().size(); size += 256) {
            MemoryImageSource cut = built.source().copy();
            cut.truncate(size);
            ByteBuffer before = bytes(cut);
            if (!tryEverything(cut)) {
                assertThat(bytes(cut)).isEqualTo(before);
            }
        }
    }

    @RepeatedTest(FUZZED)
    void noByteInAnImageBringsAnythingButANamedFailure(RandomGenerator random) throws IOException {
        for (int i = 0; i < 50; i++) {
            MemoryImageSource image = image().build().source();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                long position = random.nextInt(3) == 0 ? random.nextInt(144) : random.nextLong(image.size());
                byte[] bytes = new byte[random.nextInt(1, 9)];
                random.nextBytes(bytes);
                image.write(ByteBuffer.wrap(bytes), position);
            }
            tryEverything(image);
        }
    }

    /// Opens, reads, lists, walks and changes; whether all of it went well.
    private static boolean tryEverything(MemoryImageSource source) throws IOException {
        boolean well = true;
        try (Qcow2Image image = Qcow2Image.open(source, ImageResolver.refusing())) {
            well &= tries(() -> image.read(0, ByteBuffer.allocate((int) Math.min(1 << 20, image.virtualSize()))));
            well &= tries(() -> {
                ExtentCursor cursor = image.extents(0, image.virtualSize());
                for (int i = 0; i < 5000 && cursor.next() != null; i++) {}
            });
            well &= tries(() -> {
                for (DirtyBitmap bitmap : image.bitmaps()) {
                    RangeCursor cursor = image.dirtyExtents(bitmap);
                    for (int i = 0; i < 5000 && cursor.next() != null; i++) {}
                }
            });
            well &= tries(() -> Objects.requireNonNull(image.check()));
            well &= tries(() -> image.editBitmaps()
                    .remove("b")
                    .add("c", 65536, Recording.ON)
                    .store());
            return well;
        } catch (Qcow2Exception e) {
            return false;
        }
    }

    private static boolean tries(Action action) throws IOException {
        try {
            action.run();
            return true;
        } catch (Qcow2Exception e) {
            return false;
        }
    }

    private static ImageFixture image() {
        return new ImageFixture(9, 4)
                .data(0, 1)
                .data(7, 2)
                .bitmap("a", 12, 2, 0)
                .bitmap("b", 16, 2, 1, 15);
    }

    private static ByteBuffer bytes(MemoryImageSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.readPadded(bytes, 0);
        return bytes.flip();
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
