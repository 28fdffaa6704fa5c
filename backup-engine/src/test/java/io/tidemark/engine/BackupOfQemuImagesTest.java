package io.tidemark.engine;

import static io.tidemark.engine.QemuMachine.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real images, written by QEMU, backed up by the engine, restored, and judged by QEMU.
@QemuTest
@Seeded
class BackupOfQemuImagesTest {
    private static final long SIZE = 64 << 20;

    @TempDir
    private Path directory;

    private QemuMachine machine;

    @BeforeEach
    void open() throws IOException {
        machine = new QemuMachine(directory);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void fiveIncrementsInARowRestoreToSixPoints(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 60);
        assertThat(machine.backUp().mode()).isEqualTo(Mode.FULL);
        for (int increment = 0; increment < 5; increment++) {
            int clusters = machine.writeAtRandom(random, SIZE, 12);

            DiskReport disk = machine.backUp();

            assertThat(disk.mode()).as(disk.reason()).isEqualTo(Mode.BITMAP);
            assertThat(disk.readBytes()).isLessThanOrEqualTo((clusters + 16L) * CLUSTER);
        }

        machine.checkEveryPoint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"512", "4096", "65536", "2097152"})
    void anyClusterSizeWillDo(String clusterSize, RandomGenerator random) throws Exception {
        machine.create("64M", "-o", "cluster_size=" + clusterSize);
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        machine.writeAtRandom(random, SIZE, 5);

        assertThat(machine.backUp().mode()).isEqualTo(Mode.BITMAP);
        machine.checkEveryPoint();
    }

    @Test
    void compressedClustersAreRead(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 40);
        Path compressed = directory.resolve("compressed.qcow2");
        QemuTools.succeed("qemu-img", "convert", "-c", "-O", "qcow2", machine.image.toString(), compressed.toString());
        machine.image = compressed;
        machine.backUp();
        machine.writeAtRandom(random, SIZE, 5);

        assertThat(machine.backUp().mode()).isEqualTo(Mode.BITMAP);
        machine.checkEveryPoint();
    }

    @Test
    void aVersion2ImageIsCompared(RandomGenerator random) throws Exception {
        machine.create("64M", "-o", "compat=0.10");
        machine.writeAtRandom(random, SIZE, 20);
        assertThat(machine.backUp().reason()).isEqualTo("no earlier point");
        machine.write("write -P 9 1M 64k");

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("image cannot hold a mark: qcow2 version 2 has no marks");
        machine.checkEveryPoint();
    }

    @Test
    void aRawFileIsCompared(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        Path raw = directory.resolve("disk.raw");
        QemuTools.succeed("qemu-img", "convert", "-O", "raw", machine.image.toString(), raw.toString());
        machine.image = raw;
        machine.backUp();
        QemuTools.succeed("qemu-io", "-f", "raw", "-c", "write -P 9 1M 64k", raw.toString());

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).startsWith("image cannot hold a mark");
        assertThat(disk.changedBytes()).isEqualTo(CLUSTER);
        machine.checkEveryPoint();
    }

    @Test
    void aMachineThatCrashedIsCompared(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        QemuTools.run("qemu-io", "-c", "write -P 9 1M 1M", "-c", "flush", "-c", "abort", machine.image.toString());

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("mark is inconsistent: image was not closed cleanly");
        assertThat(machine.info()).doesNotContain("in-use");
        machine.write("write -P 8 2M 64k");
        assertThat(machine.backUp().mode()).isEqualTo(Mode.BITMAP);
        machine.checkEveryPoint();
    }

    @Test
    void aBackingFileThatWasWrittenToIsNoticed(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        Path backing = machine.image;
        Path overlay = directory.resolve("overlay.qcow2");
        QemuTools.succeed(
                "qemu-img", "create", "-q", "-f", "qcow2", "-b", backing.toString(), "-F", "qcow2", overlay.toString());
        machine.image = overlay;
        machine.backUp();
        QemuTools.succeed("qemu-io", "-c", "write -P 9 1M 64k", backing.toString());

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("backing chain is not the one recorded");
        machine.checkEveryPoint();
    }

    @Test
    void whatShrinkingAndGrowingLosesIsFound(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.write("write -P 1 0 64M");
        machine.backUp();
        QemuTools.succeed("qemu-img", "resize", "-q", "--shrink", machine.image.toString(), "30M");
        QemuTools.succeed("qemu-img", "resize", "-q", machine.image.toString(), "64M");

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("mark missed a change: guest offset " + (30 << 20));
        machine.checkEveryPoint();
    }

    @Test
    void aGrownDiskIsReadFromItsOldEndOn() throws Exception {
        machine.create("10485760");
        machine.write("write -P 1 0 10M");
        machine.backUp();
        QemuTools.succeed("qemu-img", "resize", "-q", machine.image.toString(), "20M");
        machine.write("write -P 2 15M 64k");

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.BITMAP);
        assertThat(disk.changedBytes()).isEqualTo(10 << 20);
        assertThat(disk.readBytes()).isLessThanOrEqualTo(17 * CLUSTER);
        machine.checkEveryPoint();
    }

    @Test
    void bitmapsOfOthersAreLeftAlone() throws Exception {
        machine.create("64M");
        QemuTools.succeed("qemu-img", "bitmap", "--add", machine.image.toString(), "mine");
        QemuTools.succeed("qemu-img", "bitmap", "--add", "--disable", machine.image.toString(), "asleep");
        machine.write("write -P 1 1M 64k");

        machine.backUp();
        machine.write("write -P 2 2M 64k");
        machine.backUp();

        assertThat(machine.info()).containsOnlyOnce("tidemark-").contains("\"mine\"", "\"asleep\"");
        assertThat(dirtyBytes("mine")).isEqualTo(2L * CLUSTER);
        assertThat(dirtyBytes("asleep")).isZero();
    }

    private long dirtyBytes(String bitmap) throws IOException {
        try (Qcow2Image image = Qcow2Image.open(machine.image, Access.READ, ImageResolver.refusing())) {
            RangeCursor cursor = image.dirtyExtents(image.bitmap(bitmap).orElseThrow());
            long bytes = 0;
            for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
                bytes += range.length();
            }
            return bytes;
        }
    }

    @Test
    void aBackupThatFailsLeavesTheImageAsItWas() throws Exception {
        machine.create("64M");
        machine.write("write -P 1 0 10M");
        machine.backUp();
        machine.write("write -P 2 5M 64k");
        String info = machine.info();
        RecordingObserver observer = new RecordingObserver();
        observer.cancel();

        assertThatThrownBy(() -> machine.backUp(observer)).isInstanceOf(EngineException.class);

        assertThat(machine.info()).isEqualTo(info);
        assertThat(dirtyBytes(machine.markName())).isEqualTo(CLUSTER);
        QemuTools.succeed("qemu-img", "check", "-q", machine.image.toString());
    }
}
