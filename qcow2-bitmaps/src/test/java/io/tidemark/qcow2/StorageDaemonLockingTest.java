package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Locks against `qemu-storage-daemon`, whose images come and go, and change between reading and writing,
/// while it runs: the same code that a virtual machine's QEMU runs.
@QemuTest
class StorageDaemonLockingTest {
    private static final String REFUSED_READING = "Failed to lock byte 201";
    private static final String REFUSED_WRITING = "Failed to get \\\"write\\\" lock";

    @TempDir
    private Path folder;

    private Path image = Path.of("");

    @BeforeEach
    void makeImage() {
        // Debian has the daemon in a package of its own; .ci/run installs it.
        assumeTrue(
                "true".equals(System.getenv("CI")) || QemuTools.isInstalled("qemu-storage-daemon"),
                "qemu-storage-daemon is not on the PATH (Debian: apt-get install qemu-system-common)");
        image = QemuImage.create(folder.resolve("disk.qcow2"), "", "4M").path();
    }

    @Test
    void anImageItWritesIsBusy() throws IOException {
        try (StorageDaemon daemon = StorageDaemon.start()) {
            assertThat(daemon.open(image, false)).isEqualTo("allowed");
            assertThatThrownBy(() -> open(Access.READ)).isInstanceOf(ImageBusyException.class);
            daemon.export(true);
            assertThatThrownBy(() -> open(Access.READ)).isInstanceOf(ImageBusyException.class);
            assertThatThrownBy(() -> open(Access.WRITE)).isInstanceOf(ImageBusyException.class);

            daemon.removeExport();
            daemon.closeImage();
            open(Access.WRITE).close();
        }
    }

    @Test
    void anImageItReadsCanBeReadOnly() throws IOException {
        try (StorageDaemon daemon = StorageDaemon.start()) {
            assertThat(daemon.open(image, true)).isEqualTo("allowed");
            daemon.export(false);

            open(Access.READ).close();
            assertThatThrownBy(() -> open(Access.WRITE)).isInstanceOf(ImageBusyException.class);
        }
    }

    @Test
    void whileWeReadItReadsButDoesNotWrite() throws IOException {
        try (StorageDaemon daemon = StorageDaemon.start()) {
            try (Qcow2Image _ = open(Access.READ)) {
                assertThat(daemon.open(image, false)).contains(REFUSED_WRITING);
                assertThat(daemon.open(image, true)).isEqualTo("allowed");
                assertThat(daemon.reopen(image, false)).contains(REFUSED_WRITING);
            }
            assertThat(daemon.reopen(image, false)).isEqualTo("allowed");
            assertThatThrownBy(() -> open(Access.READ)).isInstanceOf(ImageBusyException.class);
            assertThat(daemon.reopen(image, true)).isEqualTo("allowed");
            open(Access.READ).close();
        }
    }

    @Test
    void whileWeWriteItDoesNeither() throws IOException {
        try (StorageDaemon daemon = StorageDaemon.start()) {
            try (Qcow2Image ours = open(Access.WRITE)) {
                assertThat(daemon.open(image, true)).contains(REFUSED_READING);
                assertThat(daemon.open(image, false)).contains("Failed to lock byte 101");
                ours.editBitmaps().add("mark", 65536, Recording.ON).store();
                ours.relock(Access.READ);
                assertThat(daemon.open(image, true)).isEqualTo("allowed");
                assertThatThrownBy(() -> ours.relock(Access.WRITE)).isInstanceOf(ImageBusyException.class);
                daemon.closeImage();
                ours.relock(Access.WRITE);
                assertThat(daemon.open(image, true)).contains(REFUSED_READING);
            }
            assertThat(daemon.open(image, false)).isEqualTo("allowed");
        }
        assertThat(new QemuImage(image).check()).isZero();
    }

    private Qcow2Image open(Access access) throws IOException {
        return Qcow2Image.open(image, access, ImageResolver.within(List.of(folder)));
    }
}
