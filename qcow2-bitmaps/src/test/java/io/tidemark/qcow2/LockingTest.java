package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QemuTest
class LockingTest {
    @TempDir
    private Path folder;

    private Path image = Path.of("");

    @BeforeEach
    void makeImage() {
        image = QemuImage.create(folder.resolve("disk.qcow2"), "", "4M").path();
    }

    @ParameterizedTest
    @EnumSource
    void anImageThatAWriterHasOpenIsBusy(Access access) throws IOException {
        try (NbdServer server = NbdServer.serve(image)) {
            assertThatThrownBy(() -> open(image, access))
                    .isInstanceOfSatisfying(
                            ImageBusyException.class, e -> assertThat(e.code()).isEqualTo("image-busy"))
                    .hasMessageContaining(image.toString())
                    .hasMessageContaining("Stop the machine");
            assertThat(server.isAlive()).isTrue();
        }
        open(image, access).close();
    }

    @Test
    void anImageThatAReaderHasOpenCanBeReadOnly() throws IOException {
        try (NbdServer _ = NbdServer.serve(image, "-r")) {
            open(image, Access.READ).close();
            assertThatThrownBy(() -> open(image, Access.WRITE)).isInstanceOf(ImageBusyException.class);
        }
        open(image, Access.WRITE).close();
    }

    @Test
    void theFileBelowARunningMachineCanBeReadOnly() throws IOException {
        Path top = QemuImage.createOn(image, "qcow2", folder.resolve("top.qcow2"), "", "4M")
                .path();
        try (NbdServer _ = NbdServer.serve(top)) {
            open(image, Access.READ).close();
            assertThatThrownBy(() -> open(image, Access.WRITE)).isInstanceOf(ImageBusyException.class);
        }
    }

    @Test
    void whileWeReadQemuReadsButDoesNotWrite() throws IOException {
        try (Qcow2Image _ = open(image, Access.READ)) {
            assertThat(qemuReads(image)).isTrue();
            assertThat(qemuWrites(image)).isFalse();
        }
        assertThat(qemuWrites(image)).isTrue();
    }

    @Test
    void whileWeWriteQemuDoesNeither() throws IOException {
        try (Qcow2Image _ = open(image, Access.WRITE)) {
            assertThat(qemuReads(image)).isFalse();
            assertThat(qemuWrites(image)).isFalse();
        }
        assertThat(qemuReads(image)).isTrue();
    }

    @Test
    void filesBelowAreHeldForReading() throws IOException {
        Path top = QemuImage.createOn(image, "qcow2", folder.resolve("top.qcow2"), "", "4M")
                .path();
        try (Qcow2Image _ = open(top, Access.WRITE)) {
            assertThat(qemuReads(image)).isTrue();
            assertThat(qemuWrites(image)).isFalse();
        }
    }

    @Test
    void anImageCanGoFromWritingToReadingAndBack() throws IOException {
        try (Qcow2Image ours = open(image, Access.WRITE)) {
            ours.editBitmaps().add("mark", 65536, Recording.ON).store();
            ours.relock(Access.READ);
            assertThat(qemuReads(image)).isTrue();
            assertThat(qemuWrites(image)).isFalse();
            assertThatThrownBy(() -> ours.editBitmaps().remove("mark").store())
                    .isInstanceOf(BitmapException.class)
                    .hasMessageContaining("open for reading");
            ours.relock(Access.WRITE);
            ours.editBitmaps().remove("mark").store();
            assertThat(qemuReads(image)).isFalse();
        }
        assertThat(new QemuImage(image).check()).isZero();
    }

    @Test
    void relockingFailsWhileSomeoneReadsAndKeepsTheReadLocks() throws IOException {
        try (Qcow2Image ours = open(image, Access.READ)) {
            try (NbdServer _ = NbdServer.serve(image, "-r")) {
                assertThatThrownBy(() -> ours.relock(Access.WRITE)).isInstanceOf(ImageBusyException.class);
                assertThat(qemuWrites(image)).isFalse();
            }
            ours.relock(Access.WRITE);
        }
    }

    @Test
    void aWriterThatIgnoresLocksIsNoticed() throws IOException {
        try (Qcow2Image ours = open(image, Access.READ)) {
            QemuTools.succeed(
                    "qemu-io",
                    "--image-opts",
                    "-c",
                    "write 0 64k",
                    "driver=qcow2,file.driver=file,file.locking=off,file.filename=" + image);
            ours.requireUnchanged();
            QemuTools.succeed("sh", "-c", "printf '\\001' | dd of=%s bs=1 seek=95 conv=notrunc".formatted(image));

            assertThatThrownBy(() -> ours.relock(Access.WRITE)).isInstanceOf(ImageChangedException.class);
        }
    }

    @Test
    void oneProcessReadsAFileTwiceOverOneChannel() throws IOException {
        try (Qcow2Image first = open(image, Access.READ)) {
            open(image, Access.READ).close();

            assertThat(qemuWrites(image))
                    .as("the locks stand after the second was closed")
                    .isFalse();
            assertThatThrownBy(() -> open(image, Access.WRITE)).isInstanceOf(ImageBusyException.class);
            try (Qcow2Image _ = open(image, Access.READ)) {
                assertThatThrownBy(() -> first.relock(Access.WRITE)).isInstanceOf(ImageBusyException.class);
            }
            first.relock(Access.WRITE);
            assertThatThrownBy(() -> open(image, Access.READ)).isInstanceOf(ImageBusyException.class);
        }
    }

    @Test
    void aLinkLeadsToTheSameFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), image);
        Path hard = Files.createLink(folder.resolve("hard"), image);
        try (Qcow2Image _ = open(link, Access.WRITE)) {
            assertThatThrownBy(() -> open(hard, Access.READ)).isInstanceOf(ImageBusyException.class);
        }
    }

    private static Qcow2Image open(Path path, Access access) throws IOException {
        return Qcow2Image.open(path, access, ImageResolver.within(List.of(path.getParent())));
    }

    private static boolean qemuReads(Path image) {
        return QemuTools.run("qemu-img", "info", "-f", "qcow2", image.toString())
                        .exitCode()
                == 0;
    }

    private static boolean qemuWrites(Path image) {
        return QemuTools.run("qemu-io", "-f", "qcow2", "-c", "write 0 512", image.toString())
                        .exitCode()
                == 0;
    }
}
