package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.source.FileReference;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileImageTest {
    static Stream<Arguments> headers() {
        return Stream.of(
                header("magic", i -> i.putInt(0, 0x51464900), "image-corrupt"),
                header("version 4", i -> i.putInt(4, 4), "image-corrupt"),
                header("cluster bits 8", i -> i.putInt(20, 8), "image-corrupt"),
                header("cluster bits 22", i -> i.putInt(20, 22), "image-corrupt"),
                header("cluster bits -1", i -> i.putInt(20, -1), "image-corrupt"),
                header("odd size beyond the L1 table", i -> i.putInt(36, 1).putLong(24, 32769), "image-corrupt"),
                header("negative size", i -> i.putLong(24, -512), "image-corrupt"),
                header("size beyond the L1 table", i -> i.putLong(24, Long.MAX_VALUE), "image-corrupt"),
                header("encrypted", i -> i.putInt(32, 2), "image-unsupported"),
                header("absurd L1 table", i -> i.putInt(36, Integer.MAX_VALUE), "image-corrupt"),
                header("negative L1 table", i -> i.putInt(36, -1), "image-corrupt"),
                header("unaligned L1 table", i -> i.putLong(40, 513), "image-corrupt"),
                header("L1 table outside", i -> i.putLong(40, 1L << 40), "image-truncated"),
                header("absurd refcount table", i -> i.putInt(56, Integer.MAX_VALUE), "image-corrupt"),
                header("too many snapshots", i -> i.putInt(60, 65537), "image-corrupt"),
                header("unaligned snapshots, though there are none", i -> i.putLong(64, 513), "image-corrupt"),
                header("unknown feature", i -> i.putLong(72, 1L << 40), "image-unsupported"),
                header("external data file without a name", i -> i.putLong(72, 4), "image-corrupt"),
                header("raw external data without a data file", i -> i.putLong(88, 3), "image-corrupt"),
                header("compression bit without type", i -> i.putLong(72, 8), "image-corrupt"),
                header("refcount order", i -> i.putInt(96, 7), "image-corrupt"),
                header("header length", i -> i.putInt(100, 1 << 30), "image-corrupt"),
                header("compression type", i -> i.putByte(104, 9), "image-corrupt"),
                header("backing name outside", i -> i.putLong(8, 4000).putInt(16, 1000), "image-corrupt"),
                header("extension too long", i -> i.putInt(116, 1 << 30), "image-corrupt"),
                header("backing file without a format", i -> i.putLong(8, 400).putInt(16, 4), "image-unsupported"));
    }

    private static Arguments header(String name, Consumer<Built> mutation, String code) {
        return Arguments.of(name, mutation, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aDamagedHeaderIsNamed(String name, Consumer<Built> mutation, String code) {
        Built built = image().build();
        mutation.accept(built);

        Qcow2Exception failure = failure(() -> ChangeCase.open(built.source()).close());
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining("fixture");
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
    void backingFilesAreNotOpenedUnlessAllowed() {
        Built built = new ImageFixture(12, 4).backing("/etc/passwd").build();

        assertThatThrownBy(() -> Qcow2Image.open(built.source(), ImageResolver.refusing()))
                .hasMessageContaining("/etc/passwd");
        assertThat(failure(() -> Qcow2Image.open(built.source(), ImageResolver.within(List.of(Path.of("/tmp"))))
                                .close())
                        .code())
                .isEqualTo("path-not-allowed");
        Built json =
                new ImageFixture(12, 4).backing("json:{\"driver\":\"nbd\"}").build();
        assertThat(failure(() -> Qcow2Image.open(json.source(), ImageResolver.within(List.of(Path.of("/"))))
                                .close())
                        .code())
                .isEqualTo("path-not-allowed");
    }

    @Test
    void namesOfBackingFilesThatTheSystemDoesNotOpenAreNamed(@TempDir Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Files.createFile(folder.resolve("file"));
        Map<String, String> codes = Map.of(
                "absent",
                "file-missing",
                "loop",
                "path-not-allowed",
                "file/below",
                "path-not-allowed",
                "n".repeat(1000),
                "path-not-allowed",
                "with\0nul",
                "path-not-allowed",
                "file:with-protocol",
                "path-not-allowed");
        ImageResolver resolver = ImageResolver.within(List.of(folder));
        for (String name : codes.keySet()) {
            Built built = new ImageFixture(12, 4).backing(name).build();
            ImageResolver here = reference ->
                    resolver.resolve(new FileReference(folder.resolve("top"), reference.role(), reference.name()));

            assertThat(failure(() -> Qcow2Image.open(built.source(), here).close())
                            .code())
                    .as(name)
                    .isEqualTo(codes.get(name));
        }
        // What the resolver lets through and the system does not.
        Built built = new ImageFixture(12, 4).backing("any").build();
        for (Path path : List.of(folder.resolve("absent"), folder.resolve("loop"), folder.resolve("file/below"))) {
            assertThat(failure(() -> Qcow2Image.open(built.source(), _ -> path).close())
                            .code())
                    .isIn("file-missing", "path-not-allowed");
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

    private static Qcow2Exception failure(Action action) {
        return Objects.requireNonNull(catchThrowableOfType(Qcow2Exception.class, action::run));
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
