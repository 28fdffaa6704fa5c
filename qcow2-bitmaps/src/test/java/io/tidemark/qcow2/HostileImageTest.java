package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileImageTest {
    static Arguments header(String name, Consumer<Built> mutation, String code) {
        return Arguments.of(name, mutation, code);
    }

    static Stream<Arguments> directories() {
        return Stream.of(
                header("outside the file", i -> i.putLong(i.extension() + 16, 1L << 40), "bitmap-directory-invalid"),
                header("unaligned", i -> i.putLong(i.extension() + 16, i.directory() + 8), "bitmap-directory-invalid"),
                header("at 0", i -> i.putLong(i.extension() + 16, 0), "bitmap-directory-invalid"),
                header("negative offset", i -> i.putLong(i.extension() + 16, -512), "bitmap-directory-invalid"),
                header(
                        "8 bytes longer",
                        i -> i.putLong(i.extension() + 8, i.directorySize() + 8),
                        "bitmap-directory-invalid"),
                header(
                        "8 bytes shorter",
                        i -> i.putLong(i.extension() + 8, i.directorySize() - 8),
                        "bitmap-directory-invalid"),
                header("absurd size", i -> i.putLong(i.extension() + 8, Long.MAX_VALUE), "bitmap-directory-invalid"),
                header("one bitmap more", i -> i.putInt(i.extension(), 3), "bitmap-directory-invalid"),
                header("one bitmap less", i -> i.putInt(i.extension(), 1), "bitmap-directory-invalid"),
                header("no bitmap", i -> i.putInt(i.extension(), 0), "bitmap-directory-invalid"),
                header("absurd count", i -> i.putInt(i.extension(), -1), "bitmap-directory-invalid"),
                header("reserved field", i -> i.putInt(i.extension() + 4, 1), "bitmap-directory-invalid"),
                header("extension length", i -> i.putInt(i.extension() - 4, 16), "bitmap-directory-invalid"),
                header("same name twice", i -> i.putByte(entry(i, "b") + 24, 'a'), "bitmap-directory-invalid"),
                header(
                        "name beyond the end",
                        i -> i.putInt(entry(i, "b") + 16, 0x0109ffff),
                        "bitmap-directory-invalid"),
                header("extra data beyond", i -> i.putInt(entry(i, "b") + 20, -1), "bitmap-directory-invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("directories")
    void aDamagedDirectoryIsNamedAndNothingIsWritten(String name, Consumer<Built> mutation, String code)
            throws IOException {
        Built built = image().build();
        mutation.accept(built);
        ByteBuffer before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(failure(image::bitmaps).code()).isEqualTo(code);
            assertThat(failure(() -> image.editBitmaps()
                                    .add("c", 512, Recording.ON)
                                    .store())
                            .code())
                    .isEqualTo(code);
            image.read(0, ByteBuffer.allocate(4096));
        }
        assertThat(bytes(built.source())).isEqualTo(before);
    }

    static Stream<Arguments> entries() {
        return Stream.of(
                header("table one longer", i -> i.putInt(entry(i, "b") + 8, 2), "bitmap-invalid"),
                header("table absurdly long", i -> i.putInt(entry(i, "b") + 8, -1), "bitmap-invalid"),
                header("table of nothing", i -> i.putInt(entry(i, "b") + 8, 0), "bitmap-invalid"),
                header("table outside", i -> i.putLong(entry(i, "b"), 1L << 40), "bitmap-invalid"),
                header("table at 0", i -> i.putLong(entry(i, "b"), 0), "bitmap-invalid"),
                header("table unaligned", i -> i.putLong(entry(i, "b"), 1025), "bitmap-invalid"),
                header("unknown flag", i -> i.putInt(entry(i, "b") + 12, 10), "bitmap-invalid"),
                header("unknown type", i -> i.putByte(entry(i, "b") + 16, 2), "bitmap-invalid"),
                header("granularity 2^8", i -> i.putByte(entry(i, "b") + 17, 8), "bitmap-invalid"),
                header("granularity 2^32", i -> i.putByte(entry(i, "b") + 17, 32), "bitmap-invalid"),
                header("granularity 2^255", i -> i.putByte(entry(i, "b") + 17, 255), "bitmap-invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entries")
    void aDamagedEntryIsNamedAndNothingIsWritten(String name, Consumer<Built> mutation, String code)
            throws IOException {
        Built built = image().build();
        mutation.accept(built);
        ByteBuffer before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            DirtyBitmap damaged = image.bitmap("b").orElseThrow();
            assertThat(damaged.usable()).isFalse();
            assertThat(failure(() -> image.dirtyExtents(damaged)).code()).isEqualTo(code);
            assertThat(failure(() -> image.editBitmaps().clear("a").store()).code())
                    .isEqualTo(code);
            assertThat(ChangeCase.dirty(image, image.bitmap("a").orElseThrow())).containsExactly("0+4096");
        }
        assertThat(bytes(built.source())).isEqualTo(before);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                header("reserved low bits", i -> i.putLong(table(i, "b"), 2), "bitmap-invalid"),
                header("reserved high bits", i -> i.putLong(table(i, "b"), 1L << 60), "bitmap-invalid"),
                header("ones with an offset", i -> i.putLong(table(i, "b"), 1025), "bitmap-invalid"),
                header("data outside", i -> i.putLong(table(i, "b"), 1L << 40), "bitmap-invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void aDamagedTableIsNamedAndNothingIsWritten(String name, Consumer<Built> mutation, String code)
            throws IOException {
        Built built = image().build();
        mutation.accept(built);
        ByteBuffer before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            RangeCursor cursor = image.dirtyExtents(image.bitmap("b").orElseThrow());
            assertThat(failure(cursor::next).code()).isEqualTo(code);
            assertThat(failure(() -> image.editBitmaps().remove("b").store()).code())
                    .isEqualTo(code);
        }
        assertThat(bytes(built.source())).isEqualTo(before);
    }

    @Test
    void aBitmapThatNamesTheMetadataIsNotFreed() throws IOException {
        Built built = image().build();
        long l1 = 512;
        built.putLong(table(built, "b"), l1);
        ByteBuffer before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(failure(() -> image.editBitmaps().clear("b").store()).code())
                    .isEqualTo("image-corrupt");
        }
        assertThat(bytes(built.source())).isEqualTo(before);
    }

    @Test
    void aDamagedCompressedClusterIsNamed() throws IOException {
        for (int compression = 0; compression < 2; compression++) {
            Built built = image().features(8L * compression, 0, 1).build();
            built.putByte(104, compression);
            long l2 = 1024;
            built.putLong(l2, 1L << 62 | 1536);

            try (Qcow2Image image = ChangeCase.open(built.source())) {
                assertThat(failure(() -> image.read(0, ByteBuffer.allocate(512))))
                        .hasMessageContaining("a compressed cluster at offset 1536")
                        .hasCauseInstanceOf(Exception.class);
            }
        }
    }

    @Test
    void anImageNotClosedCleanlyIsReadButNotChanged() throws IOException {
        for (long incompatible : new long[] {1, 2}) {
            Built built = image().features(incompatible, 1, 1).build();
            ByteBuffer before = bytes(built.source());

            try (Qcow2Image image = ChangeCase.open(built.source())) {
                image.read(0, ByteBuffer.allocate(4096));
                assertThat(failure(() -> image.editBitmaps().clear("a").store()))
                        .hasMessageContaining("qemu-img check -r all");
            }
            assertThat(bytes(built.source())).isEqualTo(before);
        }
    }

    @Test
    void aVoidExtensionOfAnotherLengthIsNotFilledIn() throws IOException {
        Built built = image().features(0, 0, 0).extensionAfter(0x12345678, 16).build();
        built.putInt(built.extension() - 4, 16);
        ByteBuffer before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(failure(() -> image.editBitmaps()
                                    .add("c", 4096, Recording.ON)
                                    .store())
                            .code())
                    .isEqualTo("bitmap-not-writable");
        }
        assertThat(bytes(built.source())).isEqualTo(before);
    }

    @Test
    void onlyImagesOfTheChainHaveBitmaps() throws IOException {
        try (Qcow2Image image = ChangeCase.open(image().build().source())) {
            assertThat(image.layerBitmaps(0).bitmaps()).hasSize(2);
            for (int depth : new int[] {-1, 1, 7, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> image.layerBitmaps(depth))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the deepest is at 0");
            }
        }
    }

    static ImageFixture image() {
        return new ImageFixture(9, 4)
                .data(0, 1)
                .data(7, 2)
                .bitmap("a", 12, 2, 0)
                .bitmap("b", 16, 2, 1, 15);
    }

    static long entry(Built built, String name) {
        return built.entries().getOrDefault(name, -1L);
    }

    private static long table(Built built, String name) {
        return built.tables().getOrDefault(name, -1L);
    }

    private static ByteBuffer bytes(MemoryImageSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.readPadded(bytes, 0);
        return bytes.flip();
    }

    static Qcow2Exception failure(Action action) {
        return Objects.requireNonNull(catchThrowableOfType(Qcow2Exception.class, action::run));
    }

    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }
}
