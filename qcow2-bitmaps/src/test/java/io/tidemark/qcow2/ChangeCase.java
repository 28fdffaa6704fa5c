package io.tidemark.qcow2;

import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An image and a change of its bitmaps, for the tests of crashes and faults.
///
/// @param mayVoid  whether a crash may leave the bitmaps void, which the format has for honest loss
record ChangeCase(String name, MemoryImageSource image, Consumer<BitmapEditor> change, boolean mayVoid) {
    private static final int IN_USE = 1;
    private static final int AUTO = 2;
    private static final List<ByteRange> SOME =
            List.of(new ByteRange(500_000, 300_000), new ByteRange(1, 1), new ByteRange((1 << 20) - 1, 1));

    static Stream<ChangeCase> all() {
        return Stream.of(
                new ChangeCase("clear one of three", usual(9, 4).build().source(), e -> e.clear("b"), false),
                new ChangeCase("clear with wide counts", usual(9, 6).build().source(), e -> e.clear("b"), false),
                new ChangeCase(
                        "clear with counts of a bit", usual(12, 0).build().source(), e -> e.clear("b"), false),
                new ChangeCase(
                        "clear in clusters of 64 KiB", usual(16, 4).build().source(), e -> e.clear("b"), false),
                new ChangeCase(
                        "the whole protocol of a mark at once",
                        usual(9, 3).build().source(),
                        e -> e.add("new", 65536, Recording.ON)
                                .remove("a")
                                .rename("b", "c")
                                .clear("c")
                                .record("c", Recording.OFF),
                        false),
                new ChangeCase("mark ranges", usual(9, 4).build().source(), e -> e.mark("b", SOME), false),
                new ChangeCase(
                        "mark ranges of a new bitmap in clusters of 64 KiB",
                        usual(16, 4).build().source(),
                        e -> e.add("new", 512, Recording.ON).mark("new", SOME),
                        false),
                new ChangeCase("merge to a coarser one", usual(9, 4).build().source(), e -> e.merge("a", "b"), false),
                new ChangeCase("merge to a finer one", usual(9, 6).build().source(), e -> e.merge("b", "a"), false),
                new ChangeCase(
                        "merge two and drop them",
                        usual(9, 2).build().source(),
                        e -> e.add("sum", 1024, Recording.ON)
                                .merge("a", "sum")
                                .merge("b", "sum")
                                .mark("sum", SOME)
                                .remove("a")
                                .remove("b"),
                        false),
                new ChangeCase(
                        "rename and clear",
                        usual(9, 4).build().source(),
                        e -> e.rename("b", "c").clear("c"),
                        false),
                new ChangeCase("disable", usual(9, 4).build().source(), e -> e.record("a", Recording.OFF), false),
                new ChangeCase("remove one in use", usual(9, 4).build().source(), e -> e.remove("left open"), false),
                new ChangeCase(
                        "remove the last",
                        usual(9, 4).build().source(),
                        e -> e.remove("a").remove("b").remove("left open"),
                        false),
                new ChangeCase(
                        "remove the last before an unknown extension",
                        usual(12, 4).extensionAfter(0x12345678, 40).build().source(),
                        e -> e.remove("a").remove("b").remove("left open"),
                        false),
                new ChangeCase(
                        "the first bitmap", plain(9, 4).build().source(), e -> e.add("new", 4096, Recording.ON), false),
                new ChangeCase(
                        "the first bitmap across two sectors",
                        plain(12, 4)
                                .extensionBefore(ImageFixture.FEATURE_NAMES, 384)
                                .build()
                                .source(),
                        e -> e.add("new", 4096, Recording.ON),
                        false),
                new ChangeCase(
                        "the first bitmap before a backing file's name",
                        plain(12, 4).backing("some/base.qcow2").build().source(),
                        e -> e.add("new", 4096, Recording.ON),
                        false),
                new ChangeCase(
                        "a bitmap where all are void",
                        usual(9, 4).features(0, 0, 0).build().source(),
                        e -> e.add("new", 4096, Recording.ON),
                        false),
                new ChangeCase("growth by a refcount block", full(4096), e -> e.add("new", 512, Recording.ON), false),
                new ChangeCase("growth of the refcount table", full(64), e -> e.add("new", 512, Recording.ON), false),
                new ChangeCase(
                        "growth by many blocks at once",
                        plain(9, 6).virtualSize(512 << 20).build().source(),
                        e -> IntStream.range(0, 20).forEach(i -> e.add("new" + i, 512, Recording.ON)),
                        false),
                new ChangeCase(
                        "an extension across two sectors",
                        usual(12, 4).extensionBefore(0x12345678, 376).build().source(),
                        e -> e.add("new", 4096, Recording.ON),
                        true));
    }

    private static ImageFixture plain(int clusterBits, int refcountOrder) {
        return new ImageFixture(clusterBits, refcountOrder)
                .features(0, 0, 0)
                .data(0, 1)
                .data(3, 2)
                .data(15, 3);
    }

    private static ImageFixture usual(int clusterBits, int refcountOrder) {
        return plain(clusterBits, refcountOrder)
                .features(0, 0, 1)
                .bitmap("a", 9, AUTO, 0, 1, 2, 63, 64, 2047)
                .bitmap("left open", 16, AUTO | IN_USE, 3)
                .bitmap("b", 12, AUTO, 5, 6, 7, 255)
                .spare(3);
    }

    /// An image in which every cluster that can be counted is used, with so many at least.
    private static MemoryImageSource full(int clusters) {
        int perBlock = 64;
        for (int more = 0; ; more++) {
            ImageFixture fixture = plain(9, 6).virtualSize(16 << 20);
            for (int i = 0; i < clusters - 128 + more; i++) {
                fixture.data(100 + i, 9);
            }
            MemoryImageSource image = fixture.build().source();
            if ((image.size() >> 9) % perBlock == 0 && image.size() >> 9 >= clusters) {
                return image;
            }
        }
    }

    /// Applies the change to an image.
    void apply(ImageSource source) throws IOException {
        try (Qcow2Image image = open(source)) {
            BitmapEditor editor = image.editBitmaps();
            change.accept(editor);
            editor.store();
        }
    }

    /// What the image says about its bitmaps, with their dirty ranges; `void` where they do not count.
    static List<String> bitmaps(ImageSource source) throws IOException {
        try (Qcow2Image image = open(source)) {
            if (!image.bitmapsValid()) {
                return List.of("void");
            }
            List<String> all = new ArrayList<>();
            for (DirtyBitmap bitmap : image.bitmaps()) {
                all.add("%s granularity %d %s %s"
                        .formatted(
                                bitmap.name(),
                                bitmap.granularity(),
                                bitmap.recording() ? "recording" : "still",
                                bitmap.usable() ? dirty(image, bitmap) : bitmap.unusable()));
            }
            return all;
        }
    }

    static List<String> dirty(Qcow2Image image, DirtyBitmap bitmap) throws IOException {
        List<String> ranges = new ArrayList<>();
        RangeCursor cursor = image.dirtyExtents(bitmap);
        for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
            ranges.add(range.start() + "+" + range.length());
        }
        return ranges;
    }

    /// The first megabyte of the guest, without backing files.
    static ByteBuffer content(ImageSource source) throws IOException {
        try (Qcow2Image image = open(source)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(1 << 20, image.virtualSize()));
            image.read(0, content);
            return content.flip();
        }
    }

    static Qcow2Image open(ImageSource source) throws IOException {
        return Qcow2Image.open(source, _ -> BaseFile.PATH);
    }

    /// What every fixture with a backing file builds on.
    private static final class BaseFile {
        static final Path PATH = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("qcow2-base");
                Path base = folder.resolve("base.qcow2");
                try (Qcow2Writer writer = Qcow2Writer.create(base, 1 << 19, 65536)) {
                    ByteBuffer content = ByteBuffer.allocate(65536);
                    content.put(100, (byte) 7);
                    writer.write(65536, content);
                    writer.finish();
                }
                base.toFile().deleteOnExit();
                folder.toFile().deleteOnExit();
                return base;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
