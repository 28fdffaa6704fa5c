package io.tidemark.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
    @TempDir
    private Path directory;

    @Test
    void theNameAppearsOnlyWhenPublished() throws IOException {
        Path target = directory.resolve("disk.raw");
        try (PartialFile file = PartialFile.reserve(target)) {
            Files.writeString(file.path(), "content");
            assertThat(target).doesNotExist();

            file.publish();
        }

        assertThat(target).hasContent("content");
        assertThat(directory).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void nothingIsLeftWithoutPublishing() throws IOException {
        try (PartialFile file = PartialFile.reserve(directory.resolve("disk.raw"))) {
            Files.writeString(file.path(), "content");
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesATargetThatExists() throws IOException {
        Path target = Files.writeString(directory.resolve("disk.raw"), "mine");

        assertThatThrownBy(() -> PartialFile.reserve(target))
                .isInstanceOf(TargetExistsException.class)
                .hasMessageContaining(target.toString());
        assertThat(target).hasContent("mine");
    }

    @Test
    void refusesADanglingLinkAsTarget() throws IOException {
        Path target = Files.createSymbolicLink(directory.resolve("disk.raw"), directory.resolve("nowhere"));

        assertThatThrownBy(() -> PartialFile.reserve(target)).isInstanceOf(TargetExistsException.class);
    }

    @Test
    void refusesWhileAnotherRestoreWritesThere() throws IOException {
        Files.writeString(directory.resolve("disk.raw.partial"), "another's");

        assertThatThrownBy(() -> PartialFile.reserve(directory.resolve("disk.raw")))
                .isInstanceOf(TargetExistsException.class)
                .hasMessageContaining("another restore");
        assertThat(directory.resolve("disk.raw.partial")).hasContent("another's");
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotReplaced() throws IOException {
        Path target = directory.resolve("disk.raw");
        try (PartialFile file = PartialFile.reserve(target)) {
            Files.writeString(file.path(), "content");
            Files.writeString(target, "mine");

            assertThatThrownBy(file::publish).isInstanceOf(TargetExistsException.class);
        }

        assertThat(target).hasContent("mine");
        assertThat(directory.resolve("disk.raw.partial")).doesNotExist();
    }

    @Test
    void aFullDiskIsNamedWithWhatIsNeededAndFree() throws IOException {
        Path target = directory.resolve("disk.raw");
        try (PartialFile file = PartialFile.reserve(target)) {
            IOException explained = file.explain(new IOException("No space left on device"), 4_711);

            assertThat(explained)
                    .isInstanceOf(DiskFullException.class)
                    .hasMessageContainingAll(target.toString(), "4711 more bytes are needed", "bytes are free");
        }
    }

    @Test
    void otherFailuresStayWhatTheyAre() throws IOException {
        IOException failure = new IOException("Input/output error");
        try (PartialFile file = PartialFile.reserve(directory.resolve("disk.raw"))) {
            assertThat(file.explain(failure, 1)).isSameAs(failure);
        }
    }

    @Test
    void aRawTargetIsSparseAndHasItsFullLength() throws IOException {
        Path path = directory.resolve("disk.raw");
        try (RawTarget target = RawTarget.create(path, 1L << 40)) {
            target.write(1L << 39, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            target.finish();
        }

        assertThat(Files.size(path)).isEqualTo(1L << 40);
        assertThat(Long.parseLong(
                        QemuTools.succeed("stat", "-c", "%b", path.toString()).trim()))
                .as("allocated blocks")
                .isLessThan(64);
    }
}
