package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BitmapTest {
    @Test
    void everyStateOfAutoAndInUseIsListed() throws IOException {
        Built built = new ImageFixture(9, 4)
                .bitmap("off", 9, 0, 1)
                .bitmap("on", 9, 2, 1)
                .bitmap("off in use", 9, 1, 1)
                .bitmap("on in use", 9, 3, 1)
                .build();

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(image.bitmaps())
                    .extracting(b -> b.name() + " " + b.recording() + " " + b.inconsistent() + " " + b.usable())
                    .containsExactly(
                            "off false false true",
                            "on true false true",
                            "off in use false true false",
                            "on in use true true false");
            for (String inUse : List.of("off in use", "on in use")) {
                DirtyBitmap bitmap = image.bitmap(inUse).orElseThrow();
                assertThatThrownBy(() -> image.dirtyExtents(bitmap))
                        .isInstanceOfSatisfying(
                                BitmapException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.IN_USE));
                assertThatThrownBy(() -> image.editBitmaps().clear(inUse).store())
                        .isInstanceOf(BitmapException.class);
            }
        }
    }

    @Test
    void aTableThatDoesNotFitIsToleratedWhereItIsInUse() throws IOException {
        Built built = new ImageFixture(9, 4)
                .bitmap("ok", 9, 2, 1)
                .bitmap("in use", 9, 1, 1)
                .build();
        built.putInt(built.entries().getOrDefault("in use", 0L) + 8, 7);

        assertThat(dirty(built, "ok")).containsExactly("512+512");
        try (Qcow2Image image = ChangeCase.open(built.source())) {
            image.editBitmaps().clear("ok").store();
            assertThat(image.bitmaps()).extracting(DirtyBitmap::name).containsExactly("ok", "in use");
        }
    }

    @Test
    void unknownHeaderFieldsExtensionsAndExtraDataSurvive() throws IOException {
        Built built = new ImageFixture(12, 4)
                .headerLength(120)
                .extensionBefore(0x11223344, 13)
                .extensionAfter(0x55667788, 21)
                .bitmap("a", 12, 2, 1)
                .bitmap("b", 12, 6, 1)
                .extra((byte) 9, (byte) 8)
                .build();
        byte[] before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            image.editBitmaps().clear("a").rename("b", "c").store();
            assertThat(ChangeCase.dirty(image, image.bitmap("c").orElseThrow())).containsExactly("4096+4096");
        }

        byte[] after = bytes(built.source());
        int offset = built.extension() + BitmapsExtension.OFFSET_POSITION;
        assertThat(Arrays.copyOf(after, offset)).isEqualTo(Arrays.copyOf(before, offset));
        assertThat(Arrays.copyOfRange(after, offset + 8, 4096)).isEqualTo(Arrays.copyOfRange(before, offset + 8, 4096));
    }

    @Test
    void extraDataThatMustBeUnderstoodForbidTheUseOfTheirBitmapAndAnyChange() throws IOException {
        Built built = new ImageFixture(12, 4)
                .bitmap("a", 12, 2, 1)
                .bitmap("b", 12, 2, 1)
                .extra((byte) 9, (byte) 8)
                .build();
        byte[] before = bytes(built.source());

        assertThat(dirty(built, "a")).containsExactly("4096+4096");
        try (Qcow2Image image = ChangeCase.open(built.source())) {
            DirtyBitmap bitmap = image.bitmap("b").orElseThrow();
            assertThat(bitmap.unusable()).contains("2 bytes of extra data");
            assertThatThrownBy(() -> image.dirtyExtents(bitmap)).isInstanceOf(BitmapException.class);
            for (var editor :
                    List.of(image.editBitmaps().remove("b"), image.editBitmaps().clear("a"))) {
                assertThatThrownBy(editor::store)
                        .isInstanceOfSatisfying(
                                BitmapException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.INVALID));
            }
        }
        assertThat(bytes(built.source())).isEqualTo(before);
    }

    @Test
    void onlyAutoclearBitsThatNobodyKnowsAreCleared() throws IOException {
        for (long[] bits : new long[][] {{33, 1}, {1, 1}, {1L << 63 | 1, 1}}) {
            Built built = new ImageFixture(9, 4)
                    .features(0, 0, bits[0])
                    .bitmap("b", 9, 2, 1)
                    .build();

            try (Qcow2Image image = ChangeCase.open(built.source())) {
                image.editBitmaps().clear("b").store();
            }

            assertThat(HeaderArea.read(built.source()).header().autoclear()).isEqualTo(bits[1]);
        }
    }

    @Test
    void voidBitmapsAreListedButNotUsed() throws IOException {
        Built built =
                new ImageFixture(9, 4).features(0, 0, 32).bitmap("b", 9, 2, 1).build();

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(image.bitmapsValid()).isFalse();
            DirtyBitmap listed = image.bitmap("b").orElseThrow();
            assertThatThrownBy(() -> image.dirtyExtents(listed))
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.code()).isEqualTo("bitmaps-invalidated"));
            assertThatThrownBy(() -> image.editBitmaps().clear("b").store())
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.code()).isEqualTo("bitmaps-invalidated"));
            image.editBitmaps().remove("b").store();
            assertThat(image.bitmaps()).isEmpty();
            assertThat(image.bitmapsValid()).isTrue();
        }
    }

    @Test
    void namesAreBytesOfAnyKind() throws IOException {
        MemoryImageSource source =
                new ImageFixture(9, 4).features(0, 0, 0).build().source();
        List<String> names = List.of("a", "x".repeat(1023), "ü".repeat(511) + "x", "a b/c\"d\ne");

        try (Qcow2Image image = ChangeCase.open(source)) {
            for (String name : names) {
                image.editBitmaps().add(name, 512, Recording.OFF).store();
            }
            assertThat(image.bitmaps()).extracting(DirtyBitmap::name).isEqualTo(names);
            for (String bad : List.of("", "x".repeat(1024), "ü".repeat(512), "a\0b", "\0", "\ud800")) {
                assertThatThrownBy(() ->
                                image.editBitmaps().add(bad, 512, Recording.ON).store())
                        .isInstanceOfSatisfying(
                                BitmapException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.LIMIT));
            }
        }
        assertThat(ImageCheck.run(source).clean()).isTrue();
    }

    @Test
    void impossibleChangesAreRefusedAndChangeNothing() throws IOException {
        Built built = new ImageFixture(9, 4).bitmap("b", 9, 2, 1).build();
        ByteBuffer before = ChangeCase.content(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThat(problem(() -> image.editBitmaps().remove("x").store())).isEqualTo(Problem.MISSING);
            assertThat(problem(() -> image.editBitmaps().clear("x").store())).isEqualTo(Problem.MISSING);
            assertThat(problem(() -> image.editBitmaps().rename("b", "b").store()))
                    .isEqualTo(Problem.EXISTS);
            assertThat(problem(() ->
                            image.editBitmaps().add("b", 512, Recording.ON).store()))
                    .isEqualTo(Problem.EXISTS);
            for (long granularity : new long[] {0, -512, 256, 513, 1L << 32, Long.MIN_VALUE}) {
                assertThat(problem(() -> image.editBitmaps()
                                .add("c", granularity, Recording.ON)
                                .store()))
                        .isEqualTo(Problem.LIMIT);
            }
            assertThat(image.editBitmaps().store().leakedBytes()).isZero();
            assertThat(image.bitmaps()).hasSize(1);
        }
        assertThat(ChangeCase.content(built.source())).isEqualTo(before);
        assertThat(ImageCheck.run(built.source()).clean()).isTrue();
    }

    @Test
    void aBitmapOfMoreThan512MebibytesIsRefused() throws IOException {
        MemoryImageSource target = new MemoryImageSource("huge");
        try (Qcow2Writer writer = Qcow2Writer.create(target, (2L << 40) + 512, 2 << 20)) {
            writer.finish();
        }
        try (Qcow2Image image = ChangeCase.open(target)) {
            assertThat(problem(() ->
                            image.editBitmaps().add("b", 512, Recording.ON).store()))
                    .isEqualTo(Problem.LIMIT);
            image.editBitmaps().add("b", 1024, Recording.ON).store();
            assertThat(ChangeCase.dirty(image, image.bitmap("b").orElseThrow())).isEmpty();
        }
    }

    @Test
    void directoriesLargerThanAClusterAreStored() throws IOException {
        MemoryImageSource source =
                new ImageFixture(9, 4).features(0, 0, 0).build().source();
        try (Qcow2Image image = ChangeCase.open(source)) {
            var editor = image.editBitmaps();
            IntStream.range(0, 400).forEach(i -> editor.add("bitmap " + i, 65536, Recording.ON));
            editor.store();

            assertThat(image.bitmaps()).hasSize(400);
        }
        assertThat(ImageCheck.run(source).clean()).isTrue();
    }

    @Test
    void aDirectoryThatSomeoneElseSwitchedIsNotOverwritten() throws IOException {
        Built built = new ImageFixture(9, 4).bitmap("b", 9, 2, 1).build();
        try (Qcow2Image first = ChangeCase.open(built.source());
                Qcow2Image second = ChangeCase.open(built.source())) {
            DirtyBitmap listed = second.bitmap("b").orElseThrow();
            first.editBitmaps().clear("b").store();

            assertThatThrownBy(() -> second.editBitmaps().clear("b").store()).isInstanceOf(ImageChangedException.class);
            assertThatThrownBy(() -> first.dirtyExtents(listed))
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING));
        }
    }

    private static byte[] bytes(MemoryImageSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.readPadded(bytes, 0);
        return bytes.array();
    }

    private static Problem problem(ThrowingAction action) throws IOException {
        try {
            action.run();
        } catch (BitmapException e) {
            return e.problem();
        }
        throw new AssertionError("nothing was refused");
    }

    private static List<String> dirty(Built built, String name) throws IOException {
        try (Qcow2Image image = ChangeCase.open(built.source())) {
            return ChangeCase.dirty(image, image.bitmap(name).orElseThrow());
        }
    }

    @FunctionalInterface
    private interface ThrowingAction {
        void run() throws IOException;
    }
}
