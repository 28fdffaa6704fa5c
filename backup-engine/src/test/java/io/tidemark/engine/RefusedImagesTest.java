package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Images and paths that must not be worked on: each is refused by name and left as it was.
@QemuTest
@Timeout(120)
class RefusedImagesTest {
    @TempDir
    private Path directory;

    private QemuMachine machine;

    @BeforeEach
    void anImage() throws IOException {
        machine = new QemuMachine(directory);
        machine.create("16M");
        machine.write("write -P 1 0 1M");
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void anImageThatAQemuProcessHasOpenIsBusy() throws Exception {
        byte[] before = Files.readAllBytes(machine.image);
        try (NbdServer _ = NbdServer.serve(machine.image)) {
            EngineException failure = assertRefused(FailureCode.IMAGE_BUSY);

            assertThat(failure).hasMessageContaining(machine.image.toString());
            assertThat(failure.code().exitCode().number()).isEqualTo(11);
        }
        assertThat(Files.size(machine.image)).isEqualTo(before.length);
    }

    @Test
    void aTruncatedImageIsNamed() throws Exception {
        try (FileChannel file = FileChannel.open(machine.image, StandardOpenOption.WRITE)) {
            file.truncate(3 * QemuMachine.CLUSTER);
        }
        byte[] before = Files.readAllBytes(machine.image);

        EngineException failure = catchFailure(ImageRoots.anywhere());

        assertThat(failure.code().exitCode()).isEqualTo(ExitCode.CORRUPT);
        assertThat(failure).hasMessageContaining(machine.image.toString());
        assertThat(Files.readAllBytes(machine.image)).isEqualTo(before);
        assertThat(machine.repository().points()).isEmpty();
    }

    @Test
    void aFileThatIsNoQcow2ImageIsNotGuessedToBeRaw() throws Exception {
        Files.write(machine.image, new byte[1 << 20]);

        EngineException failure = catchFailure(ImageRoots.anywhere());

        assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_CORRUPT);
        assertThat(failure).hasMessageContaining("this file is not a qcow2 image");
    }

    @Test
    void aMissingImageIsNamed() throws Exception {
        machine.image = directory.resolve("nowhere.qcow2");

        assertThat(assertRefused(FailureCode.FILE_MISSING)).hasMessageContaining("nowhere.qcow2");
    }

    @Test
    void anImageOutsideTheRootsIsRefused() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path link = Files.createSymbolicLink(root.resolve("disk.qcow2"), machine.image);
        ImageRoots roots = new ImageRoots(List.of(root));
        assertThat(catchFailure(roots))
                .hasMessageStartingWith("Image " + machine.image + " may not be read: it lies outside")
                .hasMessageNotContaining("backing file");
        machine.image = link;

        assertThat(catchFailure(roots))
                .hasMessageStartingWith("Image " + link + " may not be read: it leads to ")
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.PATH_NOT_ALLOWED));
    }

    @Test
    void whetherAnImageOutsideTheRootsExistsIsNotTold() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.createSymbolicLink(root.resolve("out"), directory);
        ImageRoots roots = new ImageRoots(List.of(root), "Change the setting.");
        Path there = machine.image;
        for (Path image : List.of(
                there,
                there.resolveSibling("nowhere.qcow2"),
                root.resolve("../disk.qcow2"),
                root.resolve("../nowhere.qcow2"),
                root.resolve("out/disk.qcow2"),
                root.resolve("out/nowhere.qcow2"),
                root.resolve("out/no/where.qcow2"))) {
            machine.image = image;

            assertThat(catchFailure(roots))
                    .hasMessageStartingWith("Image " + image + " may not be read: it l")
                    .hasMessageEndingWith(". Change the setting.")
                    .asInstanceOf(type(EngineException.class))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.PATH_NOT_ALLOWED));
        }
        machine.image = root.resolve("nowhere.qcow2");
        assertThat(catchFailure(roots).code()).isEqualTo(FailureCode.FILE_MISSING);
    }

    @Test
    void whetherTwoImagesOutsideTheRootsAreOneIsNotTold() throws Exception {
        Path other = Files.createLink(directory.resolve("other.qcow2"), machine.image);
        List<DiskImage> disks = List.of(new DiskImage("a", machine.image), new DiskImage("b", other));
        ImageRoots roots = new ImageRoots(List.of(Files.createDirectory(directory.resolve("root"))));

        assertThatThrownBy(() -> run(new BackupRequest("m", disks, RequestedMode.AUTO, roots)))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.PATH_NOT_ALLOWED));
    }

    @Test
    void imagesInARootThatIsALinkAreReadUnderBothNames() throws Exception {
        Path root = Files.createSymbolicLink(directory.resolve("root"), directory);
        ImageRoots roots = new ImageRoots(List.of(root));

        machine.backUp(roots, RunObserver.silent());
        machine.image = root.resolve("disk.qcow2");
        machine.backUp(roots, RunObserver.silent());

        assertThat(machine.repository().points()).hasSize(2);
    }

    @Test
    void aBackingFileOutsideTheRootsIsRefused() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path overlay = root.resolve("disk.qcow2");
        QemuTools.succeed(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-b",
                machine.image.toString(),
                "-F",
                "qcow2",
                overlay.toString());
        machine.image = overlay;

        EngineException failure = catchFailure(new ImageRoots(List.of(root)));

        assertThat(failure.code()).isEqualTo(FailureCode.PATH_NOT_ALLOWED);
        assertThat(machine.backUp().mode()).isEqualTo(Mode.FULL);
    }

    @Test
    void oneImageForTwoDisksIsRefused() throws Exception {
        Path link = Files.createLink(directory.resolve("other.qcow2"), machine.image);
        List<DiskImage> disks = List.of(new DiskImage("a", machine.image), new DiskImage("b", link));

        assertThatThrownBy(() -> run(new BackupRequest("m", disks, RequestedMode.AUTO, ImageRoots.anywhere())))
                .hasMessageContainingAll("a and b", link.toString())
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_REPEATED));
        assertThat(machine.info()).doesNotContain("tidemark-");
    }

    @Test
    void oneNameForTwoDisksIsRefused() {
        List<DiskImage> disks = List.of(new DiskImage("a", machine.image), new DiskImage("a", Path.of("/b.qcow2")));

        assertThatThrownBy(() -> run(new BackupRequest("m", disks, RequestedMode.AUTO, ImageRoots.anywhere())))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_INVALID));
    }

    @Test
    void anImageOnAReadOnlyFileSystemIsCompared() throws Exception {
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        try (Mount mount = Mount.tmpfs(mounted, "32m")) {
            Path image = mounted.resolve("disk.qcow2");
            Files.copy(machine.image, image);
            machine.image = image;
            mount.remountReadOnly();
            machine.backUp(RunObserver.silent());

            DiskReport disk = machine.backUp(RunObserver.silent()).disks().getFirst();

            assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
            assertThat(disk.reason()).isEqualTo("image cannot hold a mark: the file is read-only");
        }
    }

    @Test
    void aRestoreToAFullFileSystemLeavesNothing() throws Exception {
        machine.write("write -P 2 0 16M");
        machine.backUp();
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        try (Mount mount = Mount.tmpfs(mounted, "4m")) {
            for (ImageFormat format : ImageFormat.values()) {
                Path target = mount.path().resolve("disk." + format.wireName());
                RestoreRequest request = new RestoreRequest(
                        machine.repository().points().getLast().id(),
                        null,
                        target,
                        format,
                        ImageRoots.anywhere(),
                        false);
                RecordingObserver observer = new RecordingObserver();

                assertThatThrownBy(() ->
                                new RestoreDisk(machine.repository(), EngineOptions.defaults()).run(request, observer))
                        .hasMessageContaining(target.toString())
                        .asInstanceOf(type(EngineException.class))
                        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.DISK_FULL));

                assertThat(observer.log).singleElement().asString().contains("It may fit all the same");
                assertThat(mounted).isEmptyDirectory();
            }
        }
    }

    /// A small file system, where the system lets us have one.
    private record Mount(Path path) implements AutoCloseable {
        static Mount tmpfs(Path path, String size) {
            assumeTrue(
                    QemuTools.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString())
                                    .exitCode()
                            == 0,
                    "mounting a tmpfs is not permitted here");
            return new Mount(path);
        }

        void remountReadOnly() {
            QemuTools.succeed("mount", "-o", "remount,ro", path.toString());
        }

        @Override
        public void close() {
            QemuTools.succeed("umount", path.toString());
        }
    }

    private void run(BackupRequest request) throws Exception {
        new BackUpMachine(machine.repository(), EngineOptions.defaults()).run(request, RunObserver.silent());
    }

    private EngineException assertRefused(FailureCode code) {
        EngineException failure = catchFailure(ImageRoots.anywhere());
        assertThat(failure.code()).isEqualTo(code);
        return failure;
    }

    private EngineException catchFailure(ImageRoots roots) {
        try {
            machine.backUp(roots, RunObserver.silent());
        } catch (EngineException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("The backup was not refused");
    }
}
