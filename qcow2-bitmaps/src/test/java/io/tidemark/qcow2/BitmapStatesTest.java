package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.source.Access;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// States that bitmaps of a real image can be in, and names they can have, next to what QEMU makes of them.
@QemuTest
class BitmapStatesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(bytes = {0, 2})
    void aTableOneTooShortOrTooLongIsRefusedAsQemuRefusesTheImage(byte entries) throws IOException {
        OurBitmaps disk = disk("");
        disk.patch(disk.word(OurBitmaps.DIRECTORY_OFFSET) + 11, entries);
        byte[] before = Files.readAllBytes(disk.image().path());

        assertThat(disk.get("one").unusable()).contains("its table has %d entries, 1 are needed".formatted(entries));
        assertThatThrownBy(() -> disk.dirty("one")).isInstanceOf(BitmapException.class);
        assertThatThrownBy(() -> disk.edit(editor -> editor.clear("two"))).isInstanceOf(BitmapException.class);
        assertThat(info(disk).exitCode()).isNotZero();
        assertThat(Files.readAllBytes(disk.image().path())).isEqualTo(before);
    }

    @Test
    void aTableThatDoesNotFitIsNothingToABitmapInUse() throws IOException {
        OurBitmaps disk = disk("");
        abort(disk);
        disk.patch(disk.word(OurBitmaps.DIRECTORY_OFFSET) + 11, (byte) 2);

        assertThat(disk.get("one").inconsistent()).isTrue();
        assertThatThrownBy(() -> disk.dirty("one"))
                .isInstanceOfSatisfying(
                        BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.IN_USE));
        assertThat(info(disk).exitCode()).isZero();
        disk.edit(editor -> editor.remove("two").add("new", 65536, Recording.ON));
        assertThat(disk.all()).extracting(DirtyBitmap::name).containsExactly("one", "new");
        assertThat(disk.image().check()).isZero();
    }

    @Test
    void namesOfEveryKindGoThereAndBack() throws IOException {
        List<String> names = List.of(
                "a", "x".repeat(1023), "ü".repeat(511) + "x", "with space", "a/b\\c", "\"'`$", "two\nlines", "日本");
        OurBitmaps disk = new OurBitmaps(QemuImage.create(folder.resolve("disk"), "", "9M"));
        for (String name : names.subList(0, 4)) {
            disk.image().bitmap(name, "--add");
        }
        disk.edit(editor -> names.stream().skip(4).forEach(name -> editor.add(name, 65536, Recording.ON)));

        assertThat(disk.all()).extracting(DirtyBitmap::name).isEqualTo(names);
        disk.image().io("write 0 64k");
        for (String name : names) {
            assertThat(disk.dirty(name)).containsExactly("0+65536");
            disk.image().bitmap(name, "--clear");
            assertThat(disk.dirty(name)).isEmpty();
        }
        assertThat(disk.image().check()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"255, \uFFFDne", "0, '\0ne'"})
    void namesThatAreNoTextAreKeptByteForByte(int first, String shown) throws IOException {
        OurBitmaps disk = disk("");
        disk.patch(disk.word(OurBitmaps.DIRECTORY_OFFSET) + 24, (byte) first);

        assertThat(info(disk).exitCode()).isZero();
        assertThat(disk.all()).extracting(DirtyBitmap::name).containsExactly(shown, "two");
        disk.edit(editor -> editor.clear("two"));

        byte[] name = new byte[3];
        byte[] file = Files.readAllBytes(disk.image().path());
        System.arraycopy(file, (int) disk.word(OurBitmaps.DIRECTORY_OFFSET) + 24, name, 0, 3);
        assertThat(name).isEqualTo(new byte[] {(byte) first, 'n', 'e'});
        assertThat(info(disk).exitCode()).isZero();
        assertThat(disk.image().check()).isZero();
    }

    @Test
    void aNameThatQemuTakesForAnotherIsNotMade() throws IOException {
        OurBitmaps disk = disk("");
        disk.patch(disk.word(OurBitmaps.DIRECTORY_OFFSET) + 25, (byte) 0);

        assertThat(info(disk).stdout()).contains("name: o\n");
        assertThatThrownBy(() -> disk.edit(editor -> editor.add("o", 65536, Recording.ON)))
                .isInstanceOfSatisfying(
                        BitmapException.class, e -> assertThat(e.problem()).isEqualTo(Problem.EXISTS));
        assertThatThrownBy(() -> disk.edit(editor -> editor.rename("two", "o"))).isInstanceOf(BitmapException.class);
        disk.edit(editor -> editor.rename("o\0e", "o").rename("two", "e"));

        assertThat(disk.all()).extracting(DirtyBitmap::name).containsExactly("o", "e");
        assertThat(info(disk).exitCode()).isZero();
    }

    @Test
    void anEmptyNameIsReadButNeverMade() throws IOException {
        OurBitmaps disk = disk("");
        disk.image().bitmap("two", "--remove");
        long directory = disk.word(OurBitmaps.DIRECTORY_OFFSET);
        disk.patch(directory + 19, (byte) 0).patch(directory + 24, new byte[8]);
        disk.patch(OurBitmaps.EXTENSION + 8, new byte[] {0, 0, 0, 0, 0, 0, 0, 24});

        assertThat(info(disk).exitCode()).isZero();
        assertThat(disk.all()).extracting(DirtyBitmap::name).containsExactly("");
        assertThat(disk.dirty("")).containsExactly("1048576+65536");
        assertThatThrownBy(() -> disk.edit(editor -> editor.rename("", "  ").rename("  ", "")))
                .isInstanceOf(BitmapException.class);
        disk.edit(editor -> editor.rename("", "named"));
        assertThat(disk.image().dirty("named")).containsExactly("1048576+65536");
    }

    @Test
    void directoriesAndTablesOfManyClustersAgree() throws IOException {
        OurBitmaps disk = new OurBitmaps(QemuImage.create(folder.resolve("disk"), "cluster_size=512", "1200M"));
        disk.edit(editor -> IntStream.range(0, 40).forEach(i -> editor.add("bitmap " + i, 512, Recording.ON)));
        disk.image().io("write 1199M 512", "write 2M 512");

        assertThat(disk.get("bitmap 39").tableEntries()).isGreaterThan(512);
        assertThat(disk.dirty("bitmap 0")).containsExactly("2097152+512", "1257242624+512");
        assertThat(disk.agree("bitmap 39")).containsExactly("2097152+512", "1257242624+512");
    }

    @Test
    void bitmapsOfAnImageWithoutTheAutoclearBitAreVoid() throws IOException {
        OurBitmaps disk = disk("");
        disk.patch(OurBitmaps.AUTOCLEAR, (byte) 0);

        try (Qcow2Image ours = disk.open(Access.WRITE)) {
            assertThat(ours.bitmapsValid()).isFalse();
            assertThat(ours.bitmap("one").orElseThrow().unusable()).contains("without bitmap support");
            for (var editor :
                    List.of(ours.editBitmaps().clear("one"), ours.editBitmaps().merge("one", "two"))) {
                assertThatThrownBy(editor::store)
                        .isInstanceOfSatisfying(
                                BitmapException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.INVALIDATED));
            }
        }
        assertThatThrownBy(() -> disk.dirty("one")).isInstanceOf(BitmapException.class);
        assertThat(info(disk).stdout()).doesNotContain("bitmaps");
        disk.edit(editor -> editor.add("one", 65536, Recording.ON));
        assertThat(disk.all()).extracting(DirtyBitmap::name).containsExactly("one");
        // What was void may be somebody else's, so it is not freed here.
        QemuTools.run("qemu-img", "check", "-r", "leaks", disk.image().path().toString());
        assertThat(disk.agree("one")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"33, true, 1", "32, false, 32"})
    void anUnknownAutoclearBitIsClearedByWhoeverWrites(byte bits, boolean valid, int after) throws IOException {
        OurBitmaps disk = disk("");
        disk.patch(OurBitmaps.AUTOCLEAR, bits);

        try (Qcow2Image ours = disk.open(Access.READ)) {
            assertThat(ours.bitmapsValid()).isEqualTo(valid);
        }
        if (valid) {
            disk.edit(editor -> editor.clear("one"));
        }
        assertThat(disk.word(OurBitmaps.AUTOCLEAR - 7)).isEqualTo(after);
        assertThat(info(disk).exitCode()).isZero();
    }

    @Test
    void rawExternalDataKeepTheirAutoclearBit() throws IOException {
        Path data = folder.resolve("data");
        OurBitmaps disk = disk("data_file_raw=on,data_file=" + data);
        byte[] guest = Files.readAllBytes(data);
        assertThat(disk.word(OurBitmaps.AUTOCLEAR - 7)).isEqualTo(3);

        assertThat(disk.dirty("one"))
                .containsExactly("1048576+65536")
                .isEqualTo(disk.image().dirty("one"));
        // With a bit that nobody knows.
        disk.patch(OurBitmaps.AUTOCLEAR, (byte) 35);
        disk.edit(editor -> editor.clear("one").add("three", 512, Recording.ON));

        assertThat(disk.word(OurBitmaps.AUTOCLEAR - 7)).isEqualTo(3);
        assertThat(Files.readAllBytes(data)).isEqualTo(guest);
        assertThat(disk.image().check()).isZero();
        assertThat(disk.image().io("write 0 512").dirty("three")).containsExactly("0+512");
    }

    @Test
    void clearingOneLeavesTheOthersAndTheirTablesAlone() throws IOException {
        OurBitmaps disk = disk("");
        disk.image().bitmap("left open", "--add");
        abort(disk);
        disk.image().bitmap("one", "--remove").bitmap("two", "--remove");
        disk.image().bitmap("one", "--add").bitmap("two", "--add").bitmap("off", "--add");
        disk.image().io("write 2M 64k").bitmap("off", "--disable");
        List<DirtyBitmap> before = disk.all();

        disk.edit(editor -> editor.clear("one"));

        assertThat(disk.all()).hasSize(4);
        for (DirtyBitmap old : before) {
            if (!old.name().equals("one")) {
                assertThat(disk.get(old.name())).isEqualTo(old);
            }
        }
        assertThat(disk.image().dirty(List.of("two", "off")))
                .isEqualTo(List.of(List.of("2097152+65536"), List.of("2097152+65536")));
        assertThat(disk.image().dirty("one")).isEmpty();
        assertThat(info(disk).stdout()).contains("in-use");
        assertThat(disk.image().check()).isZero();
    }

    @Test
    void aBitmapTurnedOffIsNotWrittenToUntilItIsTurnedOn() throws IOException {
        OurBitmaps disk = disk("");
        disk.edit(editor -> editor.record("one", Recording.OFF).record("two", Recording.OFF));
        disk.image().io("write 3M 64k");
        disk.edit(editor -> editor.record("two", Recording.ON));
        disk.image().io("write 4M 64k");

        assertThat(disk.image().dirty(List.of("one", "two")))
                .isEqualTo(List.of(List.of("1048576+65536"), List.of("1048576+65536", "4194304+65536")));
        assertThat(disk.all()).extracting(DirtyBitmap::recording).containsExactly(false, true);
    }

    @Test
    void renamedAndClearedInOneSwitchItIsTheNewMark() throws IOException {
        OurBitmaps disk = disk("");
        disk.edit(editor -> editor.rename("one", "three").clear("three"));
        disk.image().io("write 3M 64k");

        assertThat(disk.all()).extracting(DirtyBitmap::name).containsExactly("three", "two");
        assertThat(disk.image().dirty(List.of("three", "two")))
                .isEqualTo(List.of(List.of("3145728+65536"), List.of("1048576+65536", "3145728+65536")));
    }

    private OurBitmaps disk(String options) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), options, "9M");
        image.bitmap("one", "--add").bitmap("two", "--add").io("write 1M 64k");
        return new OurBitmaps(image);
    }

    private static void abort(OurBitmaps disk) {
        String path = disk.image().path().toString();
        QemuTools.run("qemu-io", "-f", "qcow2", "-c", "write 0 64k", "-c", "abort", path);
    }

    private static QemuTools.Result info(OurBitmaps disk) {
        return QemuTools.run("qemu-img", "info", disk.image().path().toString());
    }
}
