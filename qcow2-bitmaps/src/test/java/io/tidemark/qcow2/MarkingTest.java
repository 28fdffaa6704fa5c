package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Seeded
class MarkingTest {
    @TempDir
    private Path folder;

    @RepeatedTest(100)
    void markingAndMergingSetTheBitsOfAPlainModel(RandomGenerator random) throws IOException {
        int clusterBits = random.nextInt(9, 17);
        long size = random.nextLong(1, 1 << 13) * 512;
        int[] granularity = {random.nextInt(9, 18), random.nextInt(9, 18)};
        BitSet[] model = {new BitSet(), new BitSet()};
        Built built = new ImageFixture(clusterBits, 4).virtualSize(size).build();

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            var editor = image.editBitmaps();
            for (int i = 0; i < 2; i++) {
                editor.add("b" + i, 1L << granularity[i], Recording.ON);
            }
            for (int step = random.nextInt(1, 8); step > 0; step--) {
                int target = random.nextInt(2);
                if (random.nextInt(4) == 0) {
                    editor.merge("b" + (1 - target), "b" + target);
                    set(model[target], ranges(model[1 - target], granularity[1 - target], size), granularity[target]);
                } else {
                    List<ByteRange> ranges = someRanges(random, size);
                    editor.mark("b" + target, ranges);
                    set(model[target], ranges, granularity[target]);
                }
                if (random.nextBoolean()) {
                    editor.store();
                    editor = image.editBitmaps();
                }
            }
            editor.store();

            for (int i = 0; i < 2; i++) {
                List<String> expected = ranges(model[i], granularity[i], size).stream()
                        .map(range -> range.start() + "+" + range.length())
                        .toList();
                assertThat(ChangeCase.dirty(image, image.bitmap("b" + i).orElseThrow()))
                        .isEqualTo(expected);
            }
        }
        assertThat(ImageCheck.run(built.source()).findings()).isEmpty();
    }

    @Test
    void aRangeBeyondTheDiskIsRefused() throws IOException {
        Built built = new ImageFixture(9, 4).bitmap("b", 9, 2, 1).build();

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            assertThatThrownBy(() -> image.editBitmaps()
                            .mark("b", List.of(new ByteRange(1 << 20, 1)))
                            .store())
                    .isInstanceOfSatisfying(
                            BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.LIMIT));
            assertThat(ChangeCase.dirty(image, image.bitmap("b").orElseThrow())).containsExactly("512+512");
        }
    }

    @Test
    void bitmapsInUseAreNeitherMarkedNorMerged() throws IOException {
        Built built = new ImageFixture(9, 4)
                .bitmap("open", 9, 3, 1)
                .bitmap("b", 9, 2, 1)
                .build();

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            for (var editor : List.of(
                    image.editBitmaps().mark("open", List.of(new ByteRange(0, 1))),
                    image.editBitmaps().merge("open", "b"),
                    image.editBitmaps().merge("b", "open"))) {
                assertThatThrownBy(editor::store)
                        .isInstanceOfSatisfying(
                                BitmapException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.IN_USE));
            }
        }
    }

    @Test
    void markingNothingWritesNothing() throws IOException {
        Built built = new ImageFixture(9, 4).bitmap("b", 9, 2, 1).build();

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            long table = image.bitmap("b").orElseThrow().tableOffset();
            image.editBitmaps().mark("b", List.of()).merge("b", "b").store();
            assertThat(image.bitmap("b").orElseThrow().tableOffset()).isEqualTo(table);
        }
    }

    @QemuTest
    @ParameterizedTest
    @CsvSource({
        "512, 512, 4194816",
        "512, 65536, 34604544",
        "4096, 512, 34604544",
        "65536, 512, 34604544",
        "65536, 65536, 34604544",
        "65536, 2147483648, 34604544",
        "2097152, 512, 34604544",
        "2097152, 65536, 34604544",
    })
    void qemuSeesWhatWasMarked(int cluster, long granularity, long size, RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "cluster_size=" + cluster, String.valueOf(size));
        image.bitmap("foreign", "--add", "-g", "4096").io("write 1M 64k");
        BitSet model = new BitSet();
        int bits = Long.numberOfTrailingZeros(granularity);

        for (int i = 0; i < 2; i++) {
            List<ByteRange> ranges = someRanges(random, size);
            try (Qcow2Image ours = open(image)) {
                var editor = ours.editBitmaps();
                if (i == 0) {
                    editor.add("b", granularity, Recording.ON);
                }
                editor.mark("b", ranges).store();
            }
            set(model, ranges, bits);
        }
        List<String> expected = ranges(model, bits, size).stream()
                .map(range -> range.start() + "+" + range.length())
                .toList();

        assertThat(image.dirty("b")).isEqualTo(expected);
        assertThat(image.dirty("foreign")).containsExactly("1048576+65536");
        assertThat(image.check()).isZero();
        image.io("write %d 512".formatted(size - 512));
        set(model, List.of(new ByteRange(size - 512, 512)), bits);
        assertThat(image.dirty("b")).hasSize(ranges(model, bits, size).size());
    }

    @QemuTest
    @ParameterizedTest
    @CsvSource({"512, 65536", "65536, 512", "4096, 4096", "1048576, 2048"})
    void mergedIsWhatQemuMerges(long from, long to, RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "9M");
        image.bitmap("from", "--add", "-g", String.valueOf(from));
        for (String name : List.of("theirs", "ours")) {
            image.bitmap(name, "--add", "-g", String.valueOf(to)).bitmap(name, "--disable");
        }
        image.io("write %d 512".formatted(random.nextInt(1, 17000) * 512), "write 0 1k", "write 4M 1M");

        image.bitmap("theirs", "--merge", "from");
        try (Qcow2Image ours = open(image)) {
            ours.editBitmaps().merge("from", "ours").store();
        }

        assertThat(image.dirty("ours")).isNotEmpty().isEqualTo(image.dirty("theirs"));
        assertThat(image.check()).isZero();
    }

    private static Qcow2Image open(QemuImage image) throws IOException {
        return Qcow2Image.open(
                image.path(),
                Access.WRITE,
                ImageResolver.within(List.of(image.path().getParent())));
    }

    private static List<ByteRange> someRanges(RandomGenerator random, long size) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            long start = random.nextLong(size);
            ranges.add(new ByteRange(start, Math.min(size - start, 1 + random.nextInt(1 << random.nextInt(1, 20)))));
        }
        return ranges;
    }

    private static void set(BitSet bits, List<ByteRange> ranges, int granularityBits) {
        for (ByteRange range : ranges) {
            bits.set((int) (range.start() >>> granularityBits), (int) ((range.end() - 1) >>> granularityBits) + 1);
        }
    }

    private static List<ByteRange> ranges(BitSet bits, int granularityBits, long size) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from);
            long start = (long) from << granularityBits;
            ranges.add(new ByteRange(start, Math.min(size, (long) to << granularityBits) - start));
            from = bits.nextSetBit(to);
        }
        return ranges;
    }
}
