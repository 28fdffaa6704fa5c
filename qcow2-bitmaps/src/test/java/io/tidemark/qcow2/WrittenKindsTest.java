package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.layout.Compression;
import io.tidemark.qcow2.layout.ImageOptions;
import io.tidemark.qcow2.layout.NewBitmap;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of image that [Qcow2Writer] makes, beside those that `qemu-img convert` makes of the same
/// content.
@Seeded
class WrittenKindsTest {
    private static final int SIZE = Qcow2WriterTest.SIZE;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("everyKind")
    void readsBackWhatWasWrittenAndHasTheBitmapAskedFor(ImageOptions options, RandomGenerator random)
            throws IOException {
        ByteBuffer content = Qcow2WriterTest.mixed(random);
        MemoryImageSource target = new MemoryImageSource("restored");
        NewBitmap mark = new NewBitmap("märk", 4096, Recording.ON);

        Qcow2WriterTest.write(Qcow2Writer.create(target, SIZE, options.with(mark)), content, options.clusterSize());

        assertThat(ImageCheck.run(target).findings()).isEmpty();
        assertThat(content(target)).isEqualTo(content);
        try (Qcow2Image image = Qcow2Image.open(target, ImageResolver.refusing())) {
            DirtyBitmap bitmap = image.bitmap("märk").orElseThrow();
            assertThat(bitmap.usable()).isTrue();
            assertThat(bitmap.recording()).isTrue();
            assertThat(image.dirtyExtents(bitmap).next()).isNull();
        }
    }

    @QemuTest
    @ParameterizedTest
    @MethodSource("everyKind")
    void qemuFindsTheImageCleanAndSmall(ImageOptions options, RandomGenerator random) throws IOException {
        ByteBuffer content = Qcow2WriterTest.mixed(random);
        Path raw = folder.resolve("disk.raw");
        Files.write(raw, bytes(content));
        Path file = folder.resolve("restored.qcow2");

        Qcow2WriterTest.write(Qcow2Writer.create(file, SIZE, options), content, options.clusterSize());

        QemuImage image = new QemuImage(file);
        assertThat(image.check()).isZero();
        QemuTools.succeed("qemu-img", "compare", "-f", "raw", "-F", "qcow2", raw.toString(), file.toString());
        Path converted = convertedByQemu(raw, options);
        assertThat(Files.size(file)).isLessThanOrEqualTo(Files.size(converted) * 102 / 100);
        assertThat(allocated(file)).isLessThanOrEqualTo(allocated(converted) * 102 / 100 + 8192);
        image.bitmap("b", "--add").io("write -P 1 0 1M");
        assertThat(image.check()).isZero();
    }

    @QemuTest
    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65536, 2 << 20})
    void theSmallestImagesAreNoLargerThanThoseOfQemu(int clusterSize) throws IOException {
        ImageOptions options = ImageOptions.clusters(clusterSize);
        for (int size : new int[] {512, 4096, 16384, 100_352}) {
            for (int value = 0; value < 2; value++) {
                byte[] content = new byte[size];
                Arrays.fill(content, (byte) value);
                Path raw = Files.write(folder.resolve("disk.raw"), content);
                Path file = folder.resolve("restored.qcow2");
                Files.deleteIfExists(file);

                Qcow2WriterTest.write(
                        Qcow2Writer.create(file, size, options), ByteBuffer.wrap(content), options.clusterSize());

                assertThat(Files.size(file))
                        .as("%d bytes of %d", size, value)
                        .isLessThanOrEqualTo(Files.size(convertedByQemu(raw, options)));
                assertThat(new QemuImage(file).check()).isZero();
                QemuTools.succeed("qemu-img", "compare", "-f", "raw", "-F", "qcow2", raw.toString(), file.toString());
            }
        }
    }

    /// Cluster sizes, compressions and both kinds of L2 entries.
    static Stream<ImageOptions> everyKind() {
        return Stream.of(512, 4096, 65536, 2 << 20)
                .map(ImageOptions::clusters)
                .flatMap(options -> Stream.of(Compression.values()).map(options::with))
                .flatMap(options -> options.clusterSize() < 16384
                        ? Stream.of(options)
                        : Stream.of(options, options.withExtendedL2()));
    }

    private Path convertedByQemu(Path raw, ImageOptions options) {
        Path converted = folder.resolve("converted.qcow2");
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O", "qcow2"));
        String made =
                "cluster_size=%d,extended_l2=%s".formatted(options.clusterSize(), options.extendedL2() ? "on" : "off");
        if (options.compression() == Compression.NONE) {
            command.addAll(List.of("-o", made));
        } else {
            String type = options.compression().name().toLowerCase(Locale.ROOT);
            command.addAll(List.of("-c", "-o", made + ",compression_type=" + type));
        }
        command.addAll(List.of(raw.toString(), converted.toString()));
        QemuTools.succeed(command.toArray(String[]::new));
        return converted;
    }

    private static long allocated(Path file) throws IOException {
        QemuTools.succeed("sync", file.toString());
        return 512
                * Long.parseLong(
                        QemuTools.succeed("stat", "-c", "%b", file.toString()).trim());
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.capacity()];
        content.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer content(MemoryImageSource source) throws IOException {
        try (Qcow2Image image = Qcow2Image.open(source, ImageResolver.refusing())) {
            ByteBuffer content = ByteBuffer.allocateDirect((int) image.virtualSize());
            image.read(0, content);
            return content.flip();
        }
    }
}
