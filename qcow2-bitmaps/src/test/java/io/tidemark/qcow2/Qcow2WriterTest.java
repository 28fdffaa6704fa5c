package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.layout.Compression;
import io.tidemark.qcow2.layout.ImageOptions;
import io.tidemark.qcow2.layout.NewBitmap;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Seeded
class Qcow2WriterTest {
    static final int SIZE = 5_000_704;

    @TempDir
    private Path folder;

    @Test
    void tablesAndCountsAreWrittenInBetweenWhenThereAreMany(RandomGenerator random) throws IOException {
        RecordedSource target = new RecordedSource(new MemoryImageSource("many tables"));
        int table = 64 * 512;
        try (Qcow2Writer writer = Qcow2Writer.create(
                target, 5000L * table, ImageOptions.clusters(512).with(Compression.ZLIB))) {
            for (int i = 0; i < 5000; i++) {
                byte[] cluster = new byte[512];
                random.nextBytes(i % 2 == 0 ? cluster : new byte[0]);
                cluster[i % 512] = 1;
                writer.write((long) i * table, ByteBuffer.wrap(cluster));
            }
            writer.finish();
        }

        assertThat(ImageCheck.run(target).findings()).isEmpty();
        assertThat(target.writePositions()).startsWith(512L).endsWith(0L);
        assertThat(target.writePositions().subList(0, target.writePositions().size() - 1))
                .isSorted();
    }

    @Test
    @QemuTest
    void qemuRecordsInTheBitmapOfANewImage(RandomGenerator random) throws IOException {
        Path file = folder.resolve("restored.qcow2");
        NewBitmap mark = new NewBitmap("mark", 65536, Recording.ON);
        write(Qcow2Writer.create(file, SIZE, ImageOptions.clusters(65536).with(mark)), mixed(random), 65536);

        QemuImage image = new QemuImage(file);
        image.io("write -P 7 1M 64k", "write -P 7 3M 1k");
        assertThat(image.dirty("mark")).containsExactly("1048576+65536", "3145728+65536");
        assertThat(image.check()).isZero();
    }

    @Test
    void aBitmapThatCannotDescribeTheDiskIsRefused() {
        ImageOptions options = ImageOptions.clusters(65536).with(new NewBitmap("mark", 512, Recording.ON));

        assertThatThrownBy(() -> Qcow2Writer.create(folder.resolve("x"), (2L << 40) + 512, options))
                .isInstanceOfSatisfying(
                        BitmapException.class, e -> assertThat(e.code()).isEqualTo("bitmap-limit"))
                .hasMessageContaining("another granularity");
        assertThatThrownBy(() -> Qcow2Writer.create(folder.resolve("x"), 0, options))
                .isInstanceOf(BitmapException.class);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void optionsThatNoImageHasAreRefused() {
        assertThatThrownBy(() -> ImageOptions.clusters(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageOptions.clusters(4 << 20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageOptions.clusters(5000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageOptions.clusters(8192).withExtendedL2())
                .hasMessageContaining("extended L2 entries has clusters of 8192");
        assertThatThrownBy(() -> new NewBitmap("b", 1000, Recording.ON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NewBitmap("b", 256, Recording.ON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NewBitmap("", 512, Recording.ON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NewBitmap("n".repeat(1024), 512, Recording.ON))
                .isInstanceOf(IllegalArgumentException.class);
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

    /// Zeros, noise, and what compresses more or less, in pieces that keep to no boundary.
    static ByteBuffer mixed(RandomGenerator random) {
        ByteBuffer content = ByteBuffer.allocateDirect(SIZE);
        for (int i = 0; i < 40; i++) {
            int start = random.nextInt(SIZE);
            int end = Math.min(SIZE, start + random.nextInt(200_000));
            int values = 1 << random.nextInt(9);
            for (int at = start; at < end; at++) {
                content.put(at, (byte) (random.nextInt(values) + 1));
            }
        }
        return content.put(SIZE - 1, (byte) 1);
    }

    static void write(Qcow2Writer writer, ByteBuffer content, int cluster) throws IOException {
        int step = Math.max(cluster, 1 << 20);
        try (writer) {
            for (int at = 0; at < content.capacity(); at += step) {
                writer.write(at, content.slice(at, Math.min(step, content.capacity() - at)));
            }
            writer.finish();
        }
    }
}
