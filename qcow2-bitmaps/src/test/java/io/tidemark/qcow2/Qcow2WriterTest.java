package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Seeded
class Qcow2WriterTest {
    private static final int SIZE = 5_000_704;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65536, 2 << 20})
    void readsBackWhatWasWritten(int cluster, RandomGenerator random) throws IOException {
        ByteBuffer content = sparse(random);
        MemoryImageSource target = new MemoryImageSource("restored");

        write(Qcow2Writer.create(target, SIZE, cluster), content, cluster);

        assertThat(ImageCheck.run(target).findings()).isEmpty();
        assertThat(content(target)).isEqualTo(content);
    }

    @QemuTest
    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65536, 2 << 20})
    void qemuFindsTheImageCleanAndSmall(int cluster, RandomGenerator random) throws IOException {
        ByteBuffer content = sparse(random);
        Path file = folder.resolve("restored.qcow2");

        write(Qcow2Writer.create(file, SIZE, cluster), content, cluster);

        QemuImage image = new QemuImage(file);
        assertThat(image.check()).isZero();
        assertThat(ByteBuffer.wrap(image.content())).isEqualTo(content);
        Path converted = folder.resolve("converted.qcow2");
        QemuTools.succeed(
                "qemu-img",
                "convert",
                "-O",
                "qcow2",
                "-o",
                "cluster_size=" + cluster,
                file.toString(),
                converted.toString());
        assertThat(Files.size(file)).isLessThanOrEqualTo((long) (Files.size(converted) * 1.02) + 3L * cluster);
        image.bitmap("b", "--add").io("write -P 1 0 1M");
        assertThat(image.check()).isZero();
    }

    @Test
    void marksCanBeAddedToARestoredImage() throws IOException {
        MemoryImageSource target = new MemoryImageSource("restored");
        write(Qcow2Writer.create(target, SIZE, 65536), ByteBuffer.allocate(SIZE), 65536);

        try (Qcow2Image image = Qcow2Image.open(target, ImageResolver.refusing())) {
            image.editBitmaps().add("mark", 65536, Recording.ON).store();
            assertThat(image.bitmap("mark")).isPresent();
        }
        assertThat(ImageCheck.run(target).clean()).isTrue();
    }

    @Test
    void anEmptyDiskIsAnImage() throws IOException {
        MemoryImageSource target = new MemoryImageSource("empty");
        try (Qcow2Writer writer = Qcow2Writer.create(target, 1L << 40, 65536)) {
            writer.finish();
        }

        assertThat(ImageCheck.run(target).clean()).isTrue();
        try (Qcow2Image image = Qcow2Image.open(target, ImageResolver.refusing())) {
            assertThat(image.virtualSize()).isEqualTo(1L << 40);
        }
    }

    @Test
    void closingBeforeTheEndLeavesNoFile() throws IOException {
        Path file = folder.resolve("half.qcow2");
        try (Qcow2Writer writer = Qcow2Writer.create(file, SIZE, 65536)) {
            writer.write(0, ByteBuffer.allocate(65536).put(5, (byte) 1));
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void anExistingFileIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("there"), "content");

        assertThatThrownBy(() -> Qcow2Writer.create(file, SIZE, 65536)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("content");
    }

    @Test
    void offsetsThatDoNotAscendAreRefused() throws IOException {
        try (Qcow2Writer writer = Qcow2Writer.create(new MemoryImageSource("x"), SIZE, 4096)) {
            writer.write(8192, ByteBuffer.allocate(4096));

            assertThatThrownBy(() -> writer.write(4096, ByteBuffer.allocate(4096)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.write(16384, ByteBuffer.allocate(100)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.write(SIZE, ByteBuffer.allocate(4096)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void disksTooLargeForSmallClustersAreRefused() {
        assertThatThrownBy(() -> Qcow2Writer.create(folder.resolve("x"), 1L << 40, 512))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("larger clusters");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void theFileIsHeldWhileItIsWritten() throws IOException {
        Path file = folder.resolve("new.qcow2");
        try (Qcow2Writer writer = Qcow2Writer.create(file, SIZE, 65536)) {
            assertThatThrownBy(() -> FileImageSource.open(file, Access.READ)).hasMessageContaining("in use");
            writer.finish();
        }
        assertThat(file).exists();
    }

    private static ByteBuffer sparse(RandomGenerator random) {
        ByteBuffer content = ByteBuffer.allocateDirect(SIZE);
        for (int i = 0; i < 30; i++) {
            int start = random.nextInt(SIZE);
            int end = Math.min(SIZE, start + random.nextInt(200_000));
            for (int at = start; at < end; at++) {
                content.put(at, (byte) random.nextInt());
            }
        }
        return content.put(SIZE - 1, (byte) 1);
    }

    private static void write(Qcow2Writer writer, ByteBuffer content, int cluster) throws IOException {
        int step = Math.max(cluster, 1 << 20);
        try (writer) {
            for (int at = 0; at < content.capacity(); at += step) {
                writer.write(at, content.slice(at, Math.min(step, content.capacity() - at)));
            }
            writer.finish();
        }
    }

    private static ByteBuffer content(MemoryImageSource source) throws IOException {
        try (Qcow2Image image = Qcow2Image.open(source, ImageResolver.refusing())) {
            ByteBuffer content = ByteBuffer.allocateDirect((int) image.virtualSize());
            image.read(0, content);
            return content.flip();
        }
    }
}
