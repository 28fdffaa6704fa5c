package io.tidemark.qcow2.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuLocksTest {
    @TempDir
    private Path folder;

    @Test
    @QemuTest
    void aWriterIsFoundEvenWhereTheFileMayOnlyBeRead() throws IOException {
        Path image = folder.resolve("disk.qcow2");
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "1M");
        // The shell keeps qemu-io's input open, so that it holds the image until it is killed.
        try (QemuTools.Started writer =
                QemuTools.start("sh", "-c", "tail -f /dev/null | qemu-io -f qcow2 " + image + " & echo; wait")) {
            BufferedReader output = new BufferedReader(
                    new InputStreamReader(writer.process().getInputStream(), StandardCharsets.UTF_8));
            assertThat(output.readLine()).isEmpty();
            assertThat(output.read()).as("the prompt").isPositive();

            try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
                QemuLocks locks = new QemuLocks(
                        channel, image.toString(), FileKey.of(image).inode(), false);
                assertThatThrownBy(() -> locks.lock(Access.READ)).isInstanceOf(ImageBusyException.class);
            } finally {
                writer.process().descendants().forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void aFileThatMayOnlyBeReadIsLockedForReading() throws IOException {
        Path image = Files.write(folder.resolve("disk"), new byte[512]);
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
            QemuLocks locks =
                    new QemuLocks(channel, image.toString(), FileKey.of(image).inode(), false);
            locks.lock(Access.READ);

            assertThatThrownBy(() -> channel.tryLock(201, 1, true))
                    .as("held already")
                    .isNotNull();
        }
    }

    @Test
    void whatIsOpenForReadingIsNotWritten() throws IOException {
        Path image = Files.write(folder.resolve("disk"), new byte[512]);
        try (FileImageSource source = FileImageSource.open(image, Access.READ)) {
            assertThat(source.writable()).isFalse();
            assertThatThrownBy(() -> source.write(ByteBuffer.allocate(1), 0)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> source.truncate(0)).isInstanceOf(AccessDeniedException.class);
        }
        assertThat(image).hasSize(512);
    }

    @Test
    void somethingThatIsNoFileIsRefused() {
        assertThatThrownBy(() -> FileImageSource.open(folder, Access.READ))
                .isInstanceOf(UnsupportedImageException.class);
        assertThatThrownBy(() -> FileImageSource.open(Path.of("/dev/zero"), Access.READ))
                .isInstanceOf(UnsupportedImageException.class);
    }

    @Test
    void anInterruptedThreadLeavesTheFileOpen() throws IOException {
        Path image = Files.write(folder.resolve("disk"), new byte[512]);
        try (FileImageSource source = FileImageSource.open(image, Access.READ)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> source.read(ByteBuffer.allocate(1), 0)).hasMessageContaining("interrupted");
            assertThat(Undisturbed.call(() -> source.read(ByteBuffer.allocate(1), 0)))
                    .isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(source.read(ByteBuffer.allocate(1), 0)).isEqualTo(1);
        }
    }
}
