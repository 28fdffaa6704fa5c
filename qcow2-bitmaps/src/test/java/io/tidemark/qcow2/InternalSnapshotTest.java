package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QemuTest
@Seeded
class InternalSnapshotTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "cluster_size=512", "extended_l2=on", "cluster_size=2M"})
    void eachSnapshotIsListedAndReadWithItsOwnSize(String options, RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), options, "2M");
        List<String> sizes = List.of("2M", "5000704", "1M");
        for (String size : sizes) {
            image.resize(size);
            image.io(ReadingAgainstQemuTest.randomWrites(random, 1 << 20, true));
            image.io("write -P 3 900k 100k");
            QemuTools.succeed(
                    "qemu-img",
                    "snapshot",
                    "-c",
                    "state of " + size,
                    image.path().toString());
        }
        image.io(ReadingAgainstQemuTest.randomWrites(random, 1 << 20, true));

        try (Qcow2Image ours = DiskContent.open(image)) {
            List<Snapshot> snapshots = ours.snapshots();
            assertThat(snapshots)
                    .extracting(s -> s.name().text())
                    .containsExactly("state of 2M", "state of 5000704", "state of 1M");
            assertThat(snapshots).extracting(s -> s.id().text()).containsExactly("1", "2", "3");
            assertThat(snapshots).extracting(Snapshot::diskSize).containsExactly(2L << 20, 5000704L, 1L << 20);
            for (Snapshot snapshot : snapshots) {
                assertThat(snapshot.created()).isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
                assertThat(snapshot.vmClock()).isEqualTo(Duration.ZERO);
                assertThat(snapshot.vmStateSize()).isZero();
                // QEMU's tools write a count of 0 for a machine that never ran.
                assertThat(snapshot.icount()).hasValue(0);
                assertThat(snapshot.isCalled(snapshot.id().text())).isTrue();
                assertThat(snapshot.isCalled("other")).isFalse();
            }
        }
        ReadingAgainstQemuTest.assertSameAsQemu(image);
        for (int i = 0; i < sizes.size(); i++) {
            assertSameAsReverted(image, i);
        }
    }

    @Test
    void snapshotsOfVersion2HaveTheSizeOfTheImage(RandomGenerator random) throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "compat=0.10,cluster_size=4k", "2M");
        image.io(ReadingAgainstQemuTest.randomWrites(random, 2 << 20, false));
        QemuTools.succeed("qemu-img", "snapshot", "-c", "one", image.path().toString());
        image.io(ReadingAgainstQemuTest.randomWrites(random, 2 << 20, false));

        assertSameAsReverted(image, 0);
    }

    @Test
    void snapshotsReadThroughToTheBackingFile(RandomGenerator random) throws IOException {
        QemuImage base = QemuImage.create(folder.resolve("base"), "cluster_size=4k", "3M");
        base.io(ReadingAgainstQemuTest.randomWrites(random, 3 << 20, true));
        QemuImage top = QemuImage.createOn(base.path(), "qcow2", folder.resolve("disk"), "", "4M");
        top.io(ReadingAgainstQemuTest.randomWrites(random, 4 << 20, true));
        QemuTools.succeed("qemu-img", "snapshot", "-c", "one", top.path().toString());
        top.io(ReadingAgainstQemuTest.randomWrites(random, 4 << 20, true));

        assertSameAsReverted(top, 0);
    }

    @Test
    void namesOfAnyLengthAreListed() throws IOException {
        QemuImage image = QemuImage.create(folder.resolve("disk"), "cluster_size=4k", "64k");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "n".repeat(1 + i * 20) + "é\"\n";
            QemuTools.succeed("qemu-img", "snapshot", "-c", name, image.path().toString());
            names.add(name);
        }

        try (Qcow2Image ours = DiskContent.open(image)) {
            assertThat(ours.snapshots()).extracting(s -> s.name().text()).containsExactlyElementsOf(names);
        }
    }

    /// QEMU's own answer is a copy of the image that it took back to the snapshot.
    private void assertSameAsReverted(QemuImage image, int number) throws IOException {
        QemuImage copy = new QemuImage(Files.copy(image.path(), folder.resolve("reverted" + number)));
        QemuTools.succeed(
                "qemu-img",
                "snapshot",
                "-a",
                Integer.toString(number + 1),
                copy.path().toString());
        byte[] expected = copy.content();
        try (Qcow2Image ours = DiskContent.open(image);
                SnapshotDisk disk = ours.snapshotDisk(ours.snapshots().get(number))) {
            assertThat(disk.virtualSize()).isEqualTo(expected.length);
            assertThat(DiskContent.bytes(disk::read, disk.virtualSize(), 65536)).isEqualTo(expected);
            assertThat(DiskContent.bytes(disk::read, disk.virtualSize(), 777)).isEqualTo(expected);
            assertThat(DiskContent.lines(disk.extents(0, disk.virtualSize()))).isEqualTo(copy.map());
        }
    }
}
