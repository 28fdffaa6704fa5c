package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QemuTest
@Seeded
class ReadingAgainstQemuTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compat=0.10",
                "compat=0.10,cluster_size=512",
                "cluster_size=512",
                "cluster_size=4096,refcount_bits=1",
                "",
                "refcount_bits=64,lazy_refcounts=on",
                "cluster_size=2M",
                "extended_l2=on,cluster_size=64k",
                "extended_l2=on,cluster_size=16k",
            })
    void extentsAndBytesAreThoseOfQemu(String options, RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk.qcow2"), options, "5000704");
        image.io(randomWrites(random, 5000704, !options.contains("0.10")));

        assertSameAsQemu(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"preallocation=metadata", "preallocation=falloc"})
    void preallocatedClustersAreRead(String options, RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk.qcow2"), options, "5000704");
        image.io(randomWrites(random, 5000704, true));

        // QEMU looks for holes of the file inside such clusters, so only the bytes compare.
        assertThat(DiskContent.bytes(image, 65536)).isEqualTo(image.content());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void compressedClustersAreRead(String compression, RandomGenerator random) throws IOException {
        for (String cluster : List.of("512", "4k", "64k", "2M")) {
            QemuImage plain = QemuImage.create(folder.resolve("plain" + cluster), "cluster_size=4k", "6M");
            plain.io(randomWrites(random, 6 << 20, true));
            Path compressed = folder.resolve("compressed" + cluster);
            QemuTools.succeed(
                    "qemu-img",
                    "convert",
                    "-c",
                    "-f",
                    "qcow2",
                    "-O",
                    "qcow2",
                    "-o",
                    "cluster_size=%s,compression_type=%s".formatted(cluster, compression),
                    plain.path().toString(),
                    compressed.toString());

            assertSameAsQemu(new QemuImage(compressed));
        }
    }

    @Test
    void compressedClustersWithSubclustersAreRead(RandomGenerator random) throws IOException {
        QemuImage plain = QemuImage.create(folder.resolve("plain"), "cluster_size=4k", "6M");
        plain.io(randomWrites(random, 6 << 20, true));
        QemuTools.succeed(
                "qemu-img",
                "convert",
                "-c",
                "-f",
                "qcow2",
                "-O",
                "qcow2",
                "-o",
                "extended_l2=on,compression_type=zstd",
                plain.path().toString(),
                folder.resolve("c").toString());

        assertSameAsQemu(new QemuImage(folder.resolve("c")).io("write -P 9 70000 5000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3M", "5M", "8M"})
    void chainsOfAnyLengthsAreOneDisk(String baseSize, RandomGenerator random) throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "cluster_size=4k", baseSize);
        base.io(randomWrites(random, 3 << 20, true));
        QemuImage middle = QemuImage.createOn(base.path(), "qcow2", folder.resolve("middle"), "", "4M");
        middle.io(randomWrites(random, 4 << 20, true));
        QemuImage top = QemuImage.createOn(Path.of("middle"), "qcow2", folder.resolve("top"), "cluster_size=2M", "6M");
        top.io(randomWrites(random, 6 << 20, true));

        assertSameAsQemu(top);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_001, 1_048_576, 0})
    void aRawFileBelowIsReadUpToItsEndWhereverThatIs(int size, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Files.write(folder.resolve("base.raw"), bytes);
        QemuImage top = QemuImage.createOn(folder.resolve("base.raw"), "raw", folder.resolve("top"), "", "2M");
        top.io("write -P 7 100000 5000", "write -z 200000 300000");

        assertSameAsQemu(top);
    }

    @ParameterizedTest
    @ValueSource(ints = {6 << 20, (5 << 20) - 1})
    void holesOfARawFileAreZeros(int size, RandomGenerator random) throws IOException {
        Path raw = folder.resolve("base.raw");
        try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), size - 1);
            for (int i = 0; i < 12; i++) {
                byte[] bytes = new byte[1 << random.nextInt(1, 19)];
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), random.nextInt(4 << 20));
            }
            channel.truncate(size - random.nextInt(2));
        }
        QemuImage middle = QemuImage.createOn(raw, "raw", folder.resolve("middle"), "cluster_size=4k", "8M");
        middle.io(randomWrites(random, 8 << 20, true));
        QemuImage top = QemuImage.createOn(middle.path(), "qcow2", folder.resolve("top"), "", "7M");
        top.io("write -P 7 100000 5000", "write -z 200000 300000");

        assertSameAsQemu(top);
        assertSameAsQemu(middle);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refcount_bits=1", "cluster_size=4k", "cluster_size=2M", "extended_l2=on"})
    void preallocatedClustersWithoutRoomAreZeros(String options, RandomGenerator random) throws IOException {
        for (String kind : List.of("metadata", "falloc")) {
            QemuImage image = QemuImage.create(folder.resolve(kind), options + ",preallocation=" + kind, "6M");
            assertThat(DiskContent.map(image)).isEqualTo(image.map());
            image.io(randomWrites(random, 6 << 20, true));

            assertSameAsQemu(image);
        }
    }

    @Test
    void holesOfAPreallocatedDataFileAreWhatQemuSays(RandomGenerator random) throws IOException {
        for (String kind : List.of("metadata", "falloc", "off")) {
            QemuImage image = QemuImage.create(
                    folder.resolve(kind),
                    "preallocation=%s,data_file=%s".formatted(kind, folder.resolve(kind + ".data")),
                    "6M");
            image.io(randomWrites(random, 6 << 20, true));

            assertSameAsQemu(image);
        }
    }

    @Test
    void internalSnapshotsAreNoPartOfTheDisk(RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "", "4M");
        image.io(randomWrites(random, 4 << 20, true));
        QemuTools.succeed("qemu-img", "snapshot", "-c", "before", image.path().toString());
        image.io(randomWrites(random, 4 << 20, true));

        assertSameAsQemu(image);
    }

    static void assertSameAsQemu(QemuImage image) throws IOException {
        assertThat(DiskContent.map(image)).isEqualTo(image.map());
        byte[] expected = image.content();
        for (int step : new int[] {65536, 1 << 20, 777}) {
            assertThat(DiskContent.bytes(image, step))
                    .as("read in steps of %d", step)
                    .isEqualTo(expected);
        }
    }

    static String[] randomWrites(RandomGenerator random, int size, boolean zeros) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int start = random.nextInt(size / 512) * 512;
            int most = 1 << random.nextInt(9, 19);
            int length = Math.min(size - start, 512 + random.nextInt(most) / 512 * 512);
            String command = switch (random.nextInt(zeros ? 5 : 3)) {
                case 3 -> "write -z %d %d";
                case 4 -> random.nextBoolean() ? "write -z -u %d %d" : "discard %d %d";
                default -> "write -P " + random.nextInt(1, 255) + " %d %d";
            };
            commands.add(command.formatted(start, length));
        }
        return commands.toArray(String[]::new);
    }
}
