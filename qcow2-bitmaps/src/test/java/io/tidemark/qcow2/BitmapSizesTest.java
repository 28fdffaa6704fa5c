package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.source.Access;
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

/// What the reviewers of QEMU's bitmaps worried about: sizes of disks, clusters, granules and tables that do
/// not fit each other. Every case is made by QEMU, read and cleared here, and judged by QEMU.
@QemuTest
@Seeded
class BitmapSizesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"2096640, 1", "2097152, 1", "2097664, 2", "4194304, 2", "4194816, 3"})
    void theTableGrowsOneSectorAfterTheDiskFillsIt(long size, int entries) throws IOException {
        OurBitmaps disk = disk(512, size, 512);
        disk.image().io("write %d 512".formatted(size - 512));

        assertThat(disk.get("b512").tableEntries()).isEqualTo(entries);
        assertThat(disk.agree("b512")).containsExactly((size - 512) + "+512");
    }

    @ParameterizedTest
    @CsvSource({"2097152, 1", "4194304, 1", "4194816, 2"})
    void oneSizeOfTableServesDisksOfManySizes(long size, int entries) throws IOException {
        OurBitmaps disk = disk(512, size, 1024);
        disk.image().io("write %d 512".formatted(size - 512));

        assertThat(disk.get("b1024").tableEntries()).isEqualTo(entries);
        long start = (size - 1) / 1024 * 1024;
        assertThat(disk.agree("b1024")).containsExactly(start + "+" + (size - start));
    }

    @ParameterizedTest
    @CsvSource({
        "512, 512", "1024, 4096", "4096, 2097152", "65536, 2097664", "2097152, 4194816",
        "512, 34604544", "4096, 34604544", "65536, 34604544", "2097152, 34604544", "65536, 512"
    })
    void clustersGranulesAndDisksOfAllSizesAgree(int cluster, long size, RandomGenerator random) throws IOException {
        long[] granularities = {512, 1024, 65536, 1 << 20, 1L << 31};
        OurBitmaps disk = disk(cluster, size, granularities);
        List<String> writes = new ArrayList<>(List.of("write 0 512", "write %d 512".formatted(size - 512)));
        for (int i = 0; i < 8; i++) {
            writes.add("write %d 512".formatted(random.nextLong(size / 512) * 512));
        }
        disk.image().io(writes.toArray(String[]::new));

        disk.agree(disk.all().stream().map(bitmap -> bitmap.name()).toList());
    }

    @ParameterizedTest
    @CsvSource({"512, 4194816", "65536, 269484032"})
    void granulesAtABorderOfTheBitmapsClusters(int cluster, long size) throws IOException {
        long border = cluster * 8L * 512;
        for (long first : new long[] {border - 1024, border - 512, border}) {
            OurBitmaps disk = disk(cluster, size, 512);
            disk.image().io("write %d 512".formatted(first), "write %d 512".formatted(border + 512));
            String last = (border + 512) + "+512";

            List<String> dirty = disk.agree("b512");

            assertThat(dirty).isEqualTo(first == border ? List.of(border + "+1024") : List.of(first + "+512", last));
        }
    }

    @Test
    void oneGranuleLargerThanTheDiskIsCutAtItsEnd() throws IOException {
        OurBitmaps disk = disk(65536, 512, 1L << 31);
        disk.image().io("write 0 512");

        assertThat(disk.agree("b2147483648")).containsExactly("0+512");
    }

    @ParameterizedTest
    @ValueSource(longs = {1024, 4096, 65536, 1 << 20})
    void aPartOfAGranuleAtTheEndEndsWithTheDisk(long granularity) throws IOException {
        long size = (33 << 20) + 1536;
        OurBitmaps disk = disk(4096, size, granularity);
        disk.image().io("write %d 512".formatted(size - 512));
        long start = size / granularity * granularity;

        assertThat(disk.agree("b" + granularity)).containsExactly(start + "+" + (size - start));
    }

    @Test
    void bitsCountFromTheLeastSignificantAcrossBytesAndWords() throws IOException {
        OurBitmaps disk = disk(65536, 1 << 20, 512);
        int[] bits = {0, 2, 4, 7, 9, 16, 31, 33, 62, 64, 66, 127, 129, 191, 193, 255, 257, 1023, 2047};
        List<String> writes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int bit : bits) {
            writes.add("write %d 512".formatted(bit * 512));
            expected.add(bit * 512 + "+512");
        }
        disk.image().io(writes.toArray(String[]::new));

        assertThat(disk.agree("b512")).isEqualTo(expected);
    }

    @Test
    void aBitmapWithoutABitHasNoDataAndCanBeClearedForEver() throws IOException {
        OurBitmaps disk = disk(65536, 1 << 30, 512);
        long table = disk.get("b512").tableOffset();
        assertThat(disk.word(table)).isZero();

        for (int i = 0; i < 2; i++) {
            disk.edit(editor -> editor.clear("b512"));
            assertThat(disk.dirty("b512")).isEmpty();
            assertThat(disk.word(disk.get("b512").tableOffset())).isZero();
            assertThat(disk.image().check()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void entriesOfOnesAreWholeClustersOfDirtyGranules(int entry) throws IOException {
        // 4097 + 1001 bits: the last entry's end is no multiple of 8 or 64.
        long size = (8192 + 1001) * 512L;
        OurBitmaps disk = disk(512, size, 512);
        disk.patch(disk.get("b512").tableOffset() + entry * 8L + 7, (byte) 1);
        long start = entry * 4096L * 512;
        String expected = start + "+" + (Math.min(size, start + 4096 * 512) - start);

        assertThat(disk.dirty("b512"))
                .containsExactly(expected)
                .isEqualTo(disk.image().dirty("b512"));
        // QEMU writes whole words of ones behind the last granule.
        disk.image().io("read 0 512");
        assertThat(disk.agree("b512")).containsExactly(expected);
    }

    @Test
    void resizedDisksKeepWhatTheirBitmapsRecorded() throws IOException {
        OurBitmaps disk = disk(512, 2 << 20, 512);
        disk.image().io("write 2096640 512");
        for (String size : List.of("2097664", "4194816", "20M")) {
            resize(disk, size);
            disk.image().io("write 2097152 512");
            assertThat(disk.dirty("b512"))
                    .containsExactly("2096640+1024")
                    .isEqualTo(disk.image().dirty("b512"));
        }
        resize(disk, "2M");
        resize(disk, "4M");
        assertThat(disk.agree("b512")).containsExactly("2096640+512");
        OurBitmaps large = disk(65536, 10 << 20, 65536);
        large.image().io("write 9M 64k");
        resize(large, "10T");
        large.image().io("write 9T 64k");
        assertThat(large.agree("b65536")).containsExactly("9437184+65536", "9895604649984+65536");
    }

    @Test
    void bitmapsFollowTheActiveDiskAndNotItsSnapshots() throws IOException {
        OurBitmaps disk = disk(4096, 10 << 20, 4096);
        disk.image().io("write -P 1 1M 64k");
        snapshot(disk, "-c");
        disk.image().io("write -P 2 5M 64k");
        resize(disk, "20M");
        disk.image().io("write 15M 4k");

        assertThat(disk.agree("b4096")).containsExactly("1048576+65536", "5242880+65536", "15728640+4096");
        try (Qcow2Image ours = disk.open(Access.READ)) {
            assertThat(ours.snapshots())
                    .singleElement()
                    .satisfies(snapshot -> assertThat(snapshot.diskSize()).isEqualTo(10 << 20));
        }
        snapshot(disk, "-d");
        disk.image().io("write 15M 4k");
        assertThat(disk.agree("b4096")).containsExactly("0+4096", "15728640+4096");
    }

    @Test
    void halfAGibibyteOfBitsIsTheLimit() throws IOException {
        OurBitmaps disk = disk(2 << 20, 2L << 40, 512);
        disk.image().io("write 1T 512");
        assertThat(disk.get("b512").tableEntries()).isEqualTo(256);
        assertThat(disk.agree("b512")).containsExactly("1099511627776+512");

        QemuImage larger =
                QemuImage.create(folder.resolve("larger"), "cluster_size=2M", String.valueOf((2L << 40) + 512));
        OurBitmaps ours = new OurBitmaps(larger);
        assertThatThrownBy(() -> ours.edit(editor -> editor.add("b", 512, Recording.ON)))
                .hasMessageContaining("512 MiB")
                .isInstanceOfSatisfying(
                        BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.LIMIT));
        QemuTools.Result theirs = QemuTools.run(
                "qemu-img",
                "bitmap",
                "-f",
                "qcow2",
                "--add",
                "-g",
                "512",
                larger.path().toString(),
                "b");
        assertThat(theirs.exitCode()).isNotZero();
    }

    private OurBitmaps disk(int cluster, long size, long... granularities) throws IOException {
        Path path = folder.resolve("%d %d %d".formatted(cluster, size, granularities[0]));
        QemuImage image = QemuImage.create(path, "cluster_size=" + cluster, String.valueOf(size));
        for (long granularity : granularities) {
            image.bitmap("b" + granularity, "--add", "-g", String.valueOf(granularity));
        }
        return new OurBitmaps(image);
    }

    private static void resize(OurBitmaps disk, String size) {
        QemuTools.succeed(
                "qemu-img",
                "resize",
                "-q",
                "--shrink",
                "-f",
                "qcow2",
                disk.image().path().toString(),
                size);
    }

    private static void snapshot(OurBitmaps disk, String action) {
        QemuTools.succeed(
                "qemu-img", "snapshot", action, "one", disk.image().path().toString());
    }
}
