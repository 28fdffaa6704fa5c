package io.tidemark.engine;

import static io.tidemark.engine.QemuMachine.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.PointId;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// External snapshots made by other tools between two backups: overlays without a mark over an image that has one.
@QemuTest
@Seeded
class BackupOfOverlaysTest {
    private static final long SIZE = 64 << 20;
    private static final String BELOW = "mark of the image below is trusted";

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
    void anExternalSnapshotDoesNotCostAFullRead(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 60);
        machine.backUp();
        machine.write("write -P 8 2M 64k");
        overlay("overlay", "64M");
        machine.write("write -P 9 3M 64k", "write -z 5M 64k");

        DiskReport first = machine.backUp();
        machine.write("write -P 7 4M 64k");
        DiskReport second = machine.backUp();

        assertThat(first.mode()).as(first.reason()).isEqualTo(Mode.BITMAP);
        assertThat(first.reason()).isEqualTo(BELOW);
        assertThat(first.changedBytes()).isEqualTo(3 * CLUSTER);
        assertThat(second.mode()).as(second.reason()).isEqualTo(Mode.BITMAP);
        assertThat(second.reason()).isEqualTo("mark is trusted");
        assertThat(second.changedBytes()).isEqualTo(CLUSTER);
        machine.checkEveryPoint();
    }

    @Test
    void theImageBelowKeepsItsMarkAndEveryByte(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        Path below = machine.image;
        String mark = machine.markName();
        byte[] before = Files.readAllBytes(below);
        overlay("overlay", "64M");
        machine.writeAtRandom(random, SIZE, 5);

        for (int i = 0; i < 2; i++) {
            assertThat(machine.backUp().mode()).isEqualTo(Mode.BITMAP);
        }

        assertThat(Files.readAllBytes(below)).isEqualTo(before);
        assertThat(QemuTools.succeed("qemu-img", "info", below.toString())).contains(mark);
        assertThat(machine.info()).contains(machine.markName()).doesNotContain(mark);
        machine.checkEveryPoint();
    }

    @Test
    void aMarkDeepDownAChainOfMixedImagesIsFound(RandomGenerator random) throws Exception {
        machine.create("64M", "-o", "cluster_size=4k");
        machine.writeAtRandom(random, SIZE, 30);
        machine.backUp();
        machine.writeAtRandom(random, SIZE, 3);
        int clusters = 0;
        for (String options : new String[] {"cluster_size=512", "extended_l2=on", "cluster_size=64k"}) {
            overlay(options, "64M", "-o", options);
            clusters += machine.writeAtRandom(random, SIZE, 4);
        }

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).as(disk.reason()).isEqualTo(Mode.BITMAP);
        assertThat(disk.reason()).isEqualTo(BELOW);
        assertThat(disk.changedBytes()).isLessThan((clusters + 3 * 20L) * CLUSTER);
        machine.checkEveryPoint();
    }

    @Test
    void anOverlayThatIsLargerHasGrown(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        overlay("overlay", "80M");
        machine.write("write -P 5 70M 64k");

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).as(disk.reason()).isEqualTo(Mode.BITMAP);
        assertThat(disk.changedBytes()).isEqualTo(16 << 20);
        machine.checkEveryPoint();
    }

    @Test
    void whatAShorterImageInBetweenHidesIsInThePoint(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.write("write -P 1 0 64M");
        machine.backUp();
        overlay("shorter", "48M");
        overlay("overlay", "64M");
        machine.write("write -P 5 1M 64k");

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).as(disk.reason()).isEqualTo(Mode.BITMAP);
        assertThat(disk.changedBytes()).isEqualTo((16 << 20) + CLUSTER);
        machine.checkEveryPoint();
    }

    @Test
    void anOverlayCommittedOrThrownAwayLeavesAMarkThatStillHolds(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        Path below = machine.image;
        overlay("committed", "64M");
        machine.writeAtRandom(random, SIZE, 5);
        machine.backUp();
        QemuTools.succeed("qemu-img", "commit", "-q", "-f", "qcow2", machine.image.toString());
        machine.image = below;

        DiskReport committed = machine.backUp();
        overlay("thrown away", "64M");
        machine.writeAtRandom(random, SIZE, 5);
        machine.backUp();
        machine.image = below;
        DiskReport back = machine.backUp();

        assertThat(committed.mode()).as(committed.reason()).isEqualTo(Mode.BITMAP);
        assertThat(back.mode()).as(back.reason()).isEqualTo(Mode.BITMAP);
        assertThat(back.basePoint()).isEqualTo(committedPoint());
        machine.checkEveryPoint();
    }

    @Test
    void aMarkBelowThatDoesNotHoldIsCompared(RandomGenerator random) throws Exception {
        machine.create("64M");
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        QemuTools.succeed("qemu-img", "bitmap", "--disable", machine.image.toString(), machine.markName());
        overlay("overlay", "64M");
        machine.write("write -P 5 1M 64k");

        DiskReport disk = machine.backUp();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("mark is not recording");
        machine.checkEveryPoint();
    }

    private PointId committedPoint() throws IOException {
        return machine.repository().points().get(2).id();
    }

    private void overlay(String name, String size, String... options) {
        Path overlay = directory.resolve(name + ".qcow2");
        QemuTools.succeed(Stream.of(
                        Stream.of("qemu-img", "create", "-q", "-f", "qcow2"),
                        Stream.of(options),
                        Stream.of("-b", machine.image.toString(), "-F", "qcow2", overlay.toString(), size))
                .flatMap(words -> words)
                .toArray(String[]::new));
        machine.image = overlay;
    }
}
