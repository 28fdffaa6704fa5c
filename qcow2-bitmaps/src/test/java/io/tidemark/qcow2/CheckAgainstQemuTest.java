package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sound images of the zoo with one word of their metadata damaged, the header among them: `check` calls
/// corrupt what `qemu-img check` does.
///
/// `-Dcheck.damages=1000` tries so many of each image.
@QemuTest
@Seeded
class CheckAgainstQemuTest {
    private static final int DAMAGES = Integer.getInteger("check.damages", 16);

    /// Findings that QEMU does not look for, and what is refused here by design.
    private static final List<String> STRICTER = List.of(
            "must not share a cluster",
            "disk size of a snapshot",
            "a backing file without a format is not supported",
            "header length at offset 100",
            "length of header extension",
            "snapshot table offset at offset 64",
            "offset of the backing file's name",
            "Nul character not allowed",
            "a backing file of format");

    /// To QEMU the flag `extra_data_compatible` is an unknown one; the specification has it.
    private static final String LAXER = "Bitmap 'mark' doesn't satisfy the constraints";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2-512",
                "v3-4k",
                "refcount-1",
                "refcount-64",
                "zeros-512",
                "zlib-4k",
                "subclusters-zeros",
                "snapshots-512",
                "snapshot-resized",
                "bitmap-resized",
                "bitmap-and-snapshots",
                "data-file-subclusters",
                "chain-of-two"
            })
    void damageIsJudgedAlike(String name, RandomGenerator random) throws IOException {
        ZooImage.named(name).unpackInto(folder);
        DamagedImage image = new DamagedImage(ZooImage.named(name).source());
        for (int i = 0; i < DAMAGES; i++) {
            MemoryImageSource damaged = image.damaged(random);
            QemuTools.Result qemu = check(damaged);
            String ours = ours();
            if (STRICTER.stream().anyMatch(ours::contains)
                    || (ours.startsWith("clean") && qemu.stderr().contains(LAXER))) {
                continue;
            }
            assertThat(ours.split(" ", 2)[0])
                    .as("ours: %s%nQEMU's: %s", ours, qemu)
                    .isIn(allowed(qemu.exitCode()));
        }
    }

    private String ours() throws IOException {
        try (Qcow2Image image =
                Qcow2Image.open(folder.resolve("disk.qcow2"), Access.READ, ImageResolver.within(List.of(folder)))) {
            CheckReport report = image.check();
            String state = report.corruptions() > 0 ? "corrupt" : report.leaks() > 0 ? "leaking" : "clean";
            return state + " " + report;
        } catch (Qcow2Exception e) {
            return "refused " + e;
        }
    }

    /// What this library may say to QEMU's answer: what is too damaged for one of the two is corrupt to the
    /// other.
    private static List<String> allowed(int exitCode) {
        return switch (exitCode) {
            case 0 -> List.of("clean");
            case 3 -> List.of("leaking");
            case 1, 2 -> List.of("corrupt", "refused");
            default -> List.of();
        };
    }

    private QemuTools.Result check(MemoryImageSource damaged) throws IOException {
        Path disk = folder.resolve("disk.qcow2");
        Files.delete(disk);
        write(damaged, disk);
        // QEMU looks for data files in its own folder, not in the image's.
        return QemuTools.run("env", "-C", folder.toString(), "qemu-img", "check", "-f", "qcow2", "disk.qcow2");
    }

    private static void write(MemoryImageSource source, Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.allocate((int) source.size());
            source.readPadded(content, 0);
            file.write(content.flip());
        }
    }
}
