package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `backup` says of images that it cannot use, or not fully.
@QemuTest
class UnusableImagesTest {
    @TempDir
    private Path home;

    private String image = "";

    @BeforeEach
    void makeAnImageAndARepository() {
        image = home.resolve("web1.qcow2").toString();
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image, "64M");
        QemuTools.succeed("qemu-io", "-f", "qcow2", "-c", "write -q -P 1 0 1M", image);
        assertThat(tidemark("repository", "init").exitCode()).isZero();
    }

    private CommandLineRun.Outcome tidemark(String... words) {
        return new CommandLineRun(home)
                .with("TIDEMARK_REPOSITORY", "file:" + home.resolve("backups"))
                .run(words);
    }

    @Test
    void aBitmapDirectoryBeyondTheEndOfTheFileIsWarnedOfOnce() throws IOException {
        QemuTools.succeed("qemu-img", "bitmap", "--add", image, "b0");
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            file.seek(104);
            // Header extensions: type, length, data padded to 8 bytes. This one holds the offset in bytes 16 to 23.
            while (file.readInt() != 0x23852875) {
                file.skipBytes((file.readInt() + 7) & -8);
            }
            file.skipBytes(4 + 16);
            file.writeLong(1L << 40);
        }

        CommandLineRun.Outcome outcome = tidemark("backup", "--machine", "web1", image);

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).containsOnlyOnce("gets no mark").contains("the offset is damaged");
    }

    @Test
    void anImageOfAnotherVersionIsCalledThatAndNotBroken() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            file.seek(4);
            file.writeInt(4);
        }

        CommandLineRun.Outcome outcome = tidemark("backup", "--machine", "web1", image);

        assertThat(outcome.exitCode()).isEqualTo(13);
        assertThat(outcome.err()).contains("version 4 of its format").doesNotContain("qemu-img check");
    }

    @Test
    void anImageThatQemuHasOpenIsBusyAndStaysAsItWas() throws IOException {
        try (NbdServer _ = NbdServer.serve(Path.of(image))) {
            byte[] before = Files.readAllBytes(Path.of(image));

            CommandLineRun.Outcome outcome = tidemark("backup", "--machine", "web1", image, "--json");

            assertThat(outcome.exitCode()).isEqualTo(11);
            assertThat(outcome.errorCode()).isEqualTo("image-busy");
            assertThat(Files.readAllBytes(Path.of(image))).isEqualTo(before);
        }
        assertThat(tidemark("points", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void aTruncatedImageIsRefusedAndLeavesNoPoint() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            file.setLength(200_000);
        }

        CommandLineRun.Outcome outcome = tidemark("backup", "--machine", "web1", image, "--json");

        assertThat(outcome.exitCode()).isEqualTo(13);
        assertThat(outcome.errorMessage()).contains("web1.qcow2");
        assertThat(tidemark("points", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void aMissingImageIsNamed() {
        CommandLineRun.Outcome outcome = tidemark(
                "backup", "--machine", "web1", home.resolve("none.qcow2").toString(), "--json");

        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(outcome.errorCode()).isEqualTo("file-missing");
        assertThat(outcome.errorMessage()).contains("none.qcow2");
    }

    @Test
    void oneImageCannotBeTwoDisks() {
        CommandLineRun.Outcome outcome =
                tidemark("backup", "--machine", "web1", "--disk", "a=" + image, "--disk", "b=" + image, "--json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorCode()).isEqualTo("image-repeated");
    }
}
