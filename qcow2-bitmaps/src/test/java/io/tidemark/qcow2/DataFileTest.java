package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.ImageMissingException;
import io.tidemark.qcow2.failure.ImageNotAllowedException;
import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QemuTest
@Seeded
class DataFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data_file=disk.data",
                "data_file=disk.data,cluster_size=512",
                "data_file=disk.data,cluster_size=2M",
                "data_file=disk.data,data_file_raw=on",
                "data_file=disk.data,data_file_raw=on,cluster_size=4k",
                "data_file=disk.data,extended_l2=on",
                "data_file=disk.data,data_file_raw=on,extended_l2=on,cluster_size=16k",
            })
    void extentsAndBytesAreThoseOfQemu(String options, RandomGenerator random) throws IOException {
        QemuImage image = image(options, "5000704");
        image.io(ReadingAgainstQemuTest.randomWrites(random, 5000704, true));
        image.io("write -P 9 0 1k");

        ReadingAgainstQemuTest.assertSameAsQemu(image);
        try (Qcow2Image ours = DiskContent.open(image)) {
            assertThat(ours.dataFile())
                    .hasValue(new DataFile(
                            folder.resolve("disk.data").toString(),
                            options.contains("raw"),
                            folder.resolve("disk.data")));
        }
    }

    @Test
    void relativeNamesCountFromTheImage() throws IOException {
        QemuImage image = image("data_file=disk.data", "1M").io("write -P 1 0 1M");
        byte[] content = image.content();
        QemuTools.succeed(
                "qemu-img",
                "amend",
                "-f",
                "qcow2",
                "-o",
                "data_file=./disk.data",
                image.path().toString());

        try (Qcow2Image ours = DiskContent.open(image)) {
            assertThat(ours.dataFile())
                    .hasValue(new DataFile(
                            "./disk.data", false, folder.resolve("disk.data").toRealPath()));
            assertThat(DiskContent.bytes(ours::read, ours.virtualSize(), 65536)).isEqualTo(content);
        }
    }

    @Test
    void aChainMayHaveADataFileOnEachLevel(RandomGenerator random) throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), at("data_file=base.data"), "3M");
        base.io(ReadingAgainstQemuTest.randomWrites(random, 3 << 20, true));
        QemuImage top = QemuImage.createOn(base.path(), "qcow2", folder.resolve("top"), at("data_file=top.data"), "4M");
        top.io(ReadingAgainstQemuTest.randomWrites(random, 4 << 20, true));

        ReadingAgainstQemuTest.assertSameAsQemu(top);
    }

    @Test
    void bitmapsStayInTheImage() throws IOException {
        QemuImage image = image("data_file=disk.data", "4M").bitmap("theirs", "--add");
        image.io("write -P 1 64k 100k");
        byte[] data = Files.readAllBytes(folder.resolve("disk.data"));

        try (Qcow2Image ours = Qcow2Image.open(image.path(), Access.WRITE, within(folder))) {
            assertThat(ChangeCase.dirty(ours, ours.bitmap("theirs").orElseThrow()))
                    .containsExactly("65536+131072");
            ours.editBitmaps().clear("theirs").add("ours", 65536, Recording.ON).store();
            assertThat(ours.check().clean()).isTrue();
        }

        assertThat(image.check()).isZero();
        assertThat(image.dirty("theirs")).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("disk.data"))).isEqualTo(data);
    }

    @Test
    void theDataFileIsHeldUnderLocks() throws IOException {
        QemuImage image = image("data_file=disk.data,data_file_raw=on", "4M");
        List<String> write = List.of(
                "qemu-io",
                "-f",
                "raw",
                "-c",
                "write 0 512",
                folder.resolve("disk.data").toString());
        try (Qcow2Image _ = DiskContent.open(image)) {
            assertThat(QemuTools.run(write.toArray(String[]::new)).exitCode()).isNotZero();
        }
        assertThat(QemuTools.run(write.toArray(String[]::new)).exitCode()).isZero();
    }

    @Test
    void anImageWhoseDataFileIsInUseIsBusy() throws Exception {
        QemuImage image = image("data_file=disk.data,data_file_raw=on", "4M");
        try (NbdServer _ = NbdServer.serve(folder.resolve("disk.data"), "-f", "raw")) {
            assertThatThrownBy(() -> DiskContent.open(image))
                    .isInstanceOf(ImageBusyException.class)
                    .hasMessageContaining("disk.data");
        }
    }

    @Test
    void theDataFileIsNotOpenedUnlessAllowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        QemuImage image = image("data_file=" + elsewhere.resolve("disk.data"), "1M");
        Path inside = Files.createDirectory(folder.resolve("inside"));

        for (ImageResolver resolver : List.of(ImageResolver.refusing(), within(inside))) {
            assertThatThrownBy(() -> Qcow2Image.open(image.path(), Access.READ, resolver))
                    .isInstanceOf(ImageNotAllowedException.class)
                    .hasMessageContaining("data file \"" + elsewhere.resolve("disk.data"));
        }
        Files.delete(elsewhere.resolve("disk.data"));
        assertThatThrownBy(() -> DiskContent.open(image))
                .isInstanceOf(ImageMissingException.class)
                .hasMessageContaining("data file \"");
    }

    @Test
    void anImageThatNamesItselfAsItsDataFileIsRefused() throws IOException {
        QemuImage image = image("data_file=disk.data", "1M");
        Files.delete(folder.resolve("disk.data"));
        Files.createSymbolicLink(folder.resolve("disk.data"), image.path());

        assertThatThrownBy(() -> DiskContent.open(image))
                .isInstanceOf(Qcow2FormatException.class)
                .hasMessageContainingAll("data file \"", "a file that is not in this chain already");
    }

    @Test
    void aDataFileThatIsTooShortIsNamed() throws IOException {
        QemuImage image = image("data_file=disk.data", "1M").io("write -P 1 0 1M");
        try (FileChannel file = FileChannel.open(folder.resolve("disk.data"), StandardOpenOption.WRITE)) {
            file.truncate(100_000);
        }

        try (Qcow2Image ours = DiskContent.open(image)) {
            ours.read(0, ByteBuffer.allocate(131072));
            assertThatThrownBy(() -> ours.read(131072, ByteBuffer.allocate(1)))
                    .hasMessageContainingAll("data file", "guest offset 131072", "ends at 100000");
        }
    }

    /// QEMU counts relative names from its own working directory: so names are absolute here.
    private QemuImage image(String options, String size) {
        return QemuImage.create(folder.resolve("image.qcow2"), at(options), size);
    }

    private String at(String options) {
        return options.replaceFirst("data_file=(?!/)", "data_file=" + folder + "/");
    }

    private static ImageResolver within(Path root) {
        return ImageResolver.within(List.of(root));
    }
}
