package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QemuTest
@Seeded
class BitmapsAgainstQemuTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "512, 512, 2096640",
        "512, 512, 2097152",
        "512, 512, 2097664",
        "512, 512, 4194816",
        "512, 1024, 4194304",
        "512, 1024, 4194816",
        "1024, 65536, 34604544",
        "4096, 512, 34604544",
        "65536, 512, 34604544",
        "65536, 65536, 34604544",
        "65536, 2147483648, 512",
        "65536, 1048576, 4096",
        "2097152, 65536, 34604544",
        "2097152, 2147483648, 34604544",
    })
    void dirtyRangesAreThoseOfQemu(int cluster, long granularity, long size, RandomGenerator random)
            throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "cluster_size=" + cluster, String.valueOf(size));
        image.bitmap("b", "--add", "-g", String.valueOf(granularity));
        image.io(writes(random, size, granularity, 512L * 8 * granularity));

        assertThat(dirty(image, "b")).isNotEmpty().isEqualTo(image.dirty("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cluster_size=512",
                "cluster_size=2M",
                "refcount_bits=1",
                "refcount_bits=64,cluster_size=512",
                "extended_l2=on",
                "lazy_refcounts=on",
            })
    void whatIsStoredIsWhatQemuSees(String options, RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), options, "9M");
        image.bitmap("foreign", "--add", "-g", "4096").io(writes(random, 9 << 20, 4096, 1 << 20));
        byte[] content = image.content();

        edit(image, "add one, add two");
        image.io(writes(random, 9 << 20, 65536, 1 << 20));
        List<String> dirty = image.dirty("one");
        List<String> foreign = image.dirty("foreign");
        assertThat(dirty(image, "one")).isNotEmpty().isEqualTo(dirty);
        edit(image, "clear one, rename two to three, record three off, add four");

        assertThat(names(image)).containsExactly("foreign+", "one+", "three-", "four+");
        assertThat(image.check()).isZero();
        assertThat(image.dirty("one")).isEmpty();
        assertThat(image.dirty("four")).isEmpty();
        assertThat(image.dirty("three")).isEqualTo(dirty);
        assertThat(image.dirty("foreign")).isNotEmpty().isEqualTo(foreign);

        image.io("write -P 1 65536 65536");
        assertThat(image.dirty("one")).containsExactly("65536+65536").isEqualTo(image.dirty("four"));
        assertThat(image.dirty("three")).isEqualTo(dirty);
        edit(image, "remove one, remove three, remove four, remove foreign");
        assertThat(names(image)).isEmpty();
        assertThat(image.check()).isZero();
        assertThat(image.content()).hasSameSizeAs(content);
        assertThat(QemuTools.succeed("qemu-img", "info", image.path().toString()))
                .doesNotContain("bitmaps");
    }

    @Test
    void anImageWithABackingFileGetsItsFirstBitmap() throws IOException {
        for (String cluster : List.of("512", "64k")) {
            QemuImage base = QemuImage.create(folder.resolve("base" + cluster), "", "3M");
            base.io("write -P 5 0 1M");
            QemuImage top = QemuImage.createOn(
                    base.path(), "qcow2", folder.resolve("top" + cluster), "cluster_size=" + cluster, "3M");
            byte[] content = top.content();

            edit(top, "add mark");

            assertThat(top.check()).isZero();
            assertThat(top.content()).isEqualTo(content);
            assertThat(QemuTools.succeed("qemu-img", "info", top.path().toString()))
                    .contains("backing file: " + base.path(), "name: mark");
            edit(top, "remove mark");
            assertThat(top.content()).isEqualTo(content);
            assertThat(top.check()).isZero();
        }
    }

    @Test
    void refcountBlocksAndTablesGrowUntilQemuAgrees() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "cluster_size=512,refcount_bits=64", "64M");
        for (int i = 0; i < 40; i++) {
            edit(image, "add mark" + i);
        }

        assertThat(image.check()).isZero();
        assertThat(names(image)).hasSize(40);
        image.io("write -P 3 1M 2M");
        assertThat(image.dirty("mark39")).containsExactly("1048576+2097152");
        assertThat(image.check()).isZero();
    }

    @Test
    void aBitmapLeftOpenByACrashCanOnlyBeRemoved() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "9M");
        image.bitmap("mark", "--add");
        QemuTools.run(
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                "write 0 1M",
                "-c",
                "abort",
                image.path().toString());

        assertThat(bitmaps(image).getFirst().inconsistent()).isTrue();
        assertThat(bitmaps(image).getFirst().usable()).isFalse();
        edit(image, "remove mark, add mark");

        assertThat(image.check()).isZero();
        assertThat(image.io("write 0 64k").dirty("mark")).containsExactly("0+65536");
    }

    @Test
    void bitmapsVoidedByADowngradeGiveWayToANewOne() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "9M");
        image.bitmap("mark", "--add");
        QemuTools.succeed(
                "qemu-img",
                "amend",
                "-f",
                "qcow2",
                "-o",
                "compat=0.10",
                image.path().toString());
        assertThat(bitmaps(image).getFirst().unusable()).contains("without bitmap support");
        QemuTools.succeed(
                "qemu-img",
                "amend",
                "-f",
                "qcow2",
                "-o",
                "compat=1.1",
                image.path().toString());

        edit(image, "add mark");

        assertThat(image.io("write 0 64k").dirty("mark")).containsExactly("0+65536");
        assertThat(image.check()).isIn(0, 3);
    }

    @Test
    void aResizedBitmapIsReadInFull() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "cluster_size=512", "2M");
        image.bitmap("b", "--add", "-g", "512").io("write 2096640 512");
        QemuTools.succeed(
                "qemu-img", "resize", "-q", "-f", "qcow2", image.path().toString(), "2097664");
        image.io("write 2097152 512");

        assertThat(dirty(image, "b")).isEqualTo(image.dirty("b")).containsExactly("2096640+1024");
    }

    private static String[] writes(RandomGenerator random, long size, long granularity, long border) {
        List<String> commands = new ArrayList<>();
        commands.add("write %d 512".formatted(size - 512));
        for (int i = 0; i < 12; i++) {
            long start = random.nextLong(size / 512) * 512;
            commands.add("write %d %d".formatted(start, Math.min(size - start, 512L << random.nextInt(6))));
        }
        for (long at : new long[] {border - granularity, border, 63 * granularity, 64 * granularity}) {
            if (at > 0 && at < size - 512) {
                commands.add("write %d 512".formatted(at));
            }
        }
        return commands.toArray(String[]::new);
    }

    private static void edit(QemuImage image, String changes) throws IOException {
        try (Qcow2Image ours = Qcow2Image.open(image.path(), Access.WRITE, within(image))) {
            var editor = ours.editBitmaps();
            for (String change : changes.split(", ", -1)) {
                String[] words = change.split(" ", -1);
                switch (words[0]) {
                    case "add" -> editor.add(words[1], 65536, Recording.ON);
                    case "remove" -> editor.remove(words[1]);
                    case "clear" -> editor.clear(words[1]);
                    case "rename" -> editor.rename(words[1], words[3]);
                    case "record" -> editor.record(words[1], Recording.OFF);
                    default -> throw new IllegalArgumentException(change);
                }
            }
            assertThat(editor.store().leakedBytes()).isZero();
        }
    }

    private static List<DirtyBitmap> bitmaps(QemuImage image) throws IOException {
        try (Qcow2Image ours = Qcow2Image.open(image.path(), Access.READ, within(image))) {
            return ours.bitmaps();
        }
    }

    private static List<String> names(QemuImage image) throws IOException {
        return bitmaps(image).stream()
                .map(bitmap -> bitmap.name() + (bitmap.recording() ? "+" : "-"))
                .toList();
    }

    private static List<String> dirty(QemuImage image, String name) throws IOException {
        try (Qcow2Image ours = Qcow2Image.open(image.path(), Access.READ, within(image))) {
            RangeCursor cursor = ours.dirtyExtents(ours.bitmap(name).orElseThrow());
            List<String> ranges = new ArrayList<>();
            for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
                ranges.add(range.start() + "+" + range.length());
            }
            return ranges;
        }
    }

    private static ImageResolver within(QemuImage image) {
        return ImageResolver.within(List.of(image.path().getParent()));
    }
}
