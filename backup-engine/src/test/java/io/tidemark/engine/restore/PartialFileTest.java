package io.tidemark.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
    @TempDir
    private Path directory;

    @Test
    void theNameAppearsOnlyWhenPublished() throws IOException {
        Path target = directory.resolve("disk.raw");
        try (PartialFile file = PartialFile.reserve(target)) {
            write(file, "content");
            assertThat(target).doesNotExist();

            file.publish();
        }

        assertThat(target).hasContent("content");
        assertThat(directory).isDirectoryNotContaining("glob:**.tidemark-partial");
    }

    @Test
    void nothingIsLeftWithoutPublishing() throws IOException {
        try (PartialFile file = PartialFile.reserve(directory.resolve("disk.raw"))) {
            write(file, "content");
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
        Path target = directory.resolve("disk.raw");
        try (PartialFile first = PartialFile.reserve(target)) {
            write(first, "first");

            assertThatThrownBy(() -> PartialFile.reserve(target))
                    .isInstanceOf(TargetExistsException.class)
                    .hasMessageContainingAll("Another restore", target + ".tidemark-partial");

            first.publish();
        }
        assertThat(target).hasContent("first");
    }

    @Test
    void replacesWhatARestoreThatDiedLeftBehind() throws IOException {
        Path target = directory.resolve("disk.raw");
        Files.writeString(directory.resolve("disk.raw.tidemark-partial"), "much longer than what comes");
        try (PartialFile file = PartialFile.reserve(target)) {
            assertThat(file.replacedLeftover()).isTrue();
            write(file, "content");

            file.publish();
        }

        assertThat(target).hasContent("content");
        assertThat(directory).isDirectoryNotContaining("glob:**.tidemark-partial");
    }

    @Test
    void doesNotReplaceWhatIsNoFileOfARestore() throws IOException {
        Path elsewhere = Files.writeString(directory.resolve("mine"), "mine");
        Path link = Files.createSymbolicLink(directory.resolve("disk.raw.tidemark-partial"), elsewhere);
        Files.createDirectory(directory.resolve("disk.qcow2.tidemark-partial"));

        for (String name : List.of("disk.raw", "disk.qcow2")) {
            assertThatThrownBy(() -> PartialFile.reserve(directory.resolve(name)))
                    .isInstanceOf(TargetExistsException.class)
                    .hasMessageContaining("no file of a restore");
        }
        assertThat(link).isSymbolicLink().hasContent("mine");
    }

    /// Two who find the same leftover: one gets the name, and the other does not remove what the first writes.
    @Test
    void ofManyWhoReplaceALeftoverOneWrites() throws Exception {
        Path target = directory.resolve("disk.raw");
        for (int round = 0; round < 20; round++) {
            Files.writeString(directory.resolve("disk.raw.tidemark-partial"), "left over");
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<String>> results = new ArrayList<>();
                CyclicBarrier together = new CyclicBarrier(4);
                for (int number = 0; number < 4; number++) {
                    String content = "restore " + number;
                    results.add(threads.submit(() -> {
                        together.await();
                        return restore(target, content);
                    }));
                }
                Set<String> published = new HashSet<>();
                for (Future<String> result : results) {
                    published.add(result.get());
                }
                published.remove("");
                assertThat(published).hasSize(1).contains(Files.readString(target));
            }
            assertThat(directory).isDirectoryNotContaining("glob:**.tidemark-partial");
            Files.delete(target);
        }
    }

    private static String restore(Path target, String content) throws IOException {
        try (PartialFile file = PartialFile.reserve(target)) {
            write(file, content);
            file.publish();
            return content;
        } catch (TargetExistsException refused) {
            return "";
        }
    }

    @Test
    void aFileThatSomebodyPutInItsPlaceIsNeitherPublishedNorRemoved() throws IOException {
        Path target = directory.resolve("disk.raw");
        try (PartialFile file = PartialFile.reserve(target)) {
            write(file, "content");
            Files.delete(directory.resolve("disk.raw.tidemark-partial"));
            Files.writeString(directory.resolve("disk.raw.tidemark-partial"), "a stranger's");

            assertThatThrownBy(file::publish).hasMessageContaining("somebody removed the file");
        }

        assertThat(target).doesNotExist();
        assertThat(directory.resolve("disk.raw.tidemark-partial")).hasContent("a stranger's");
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotReplaced() throws IOException {
        Path target = directory.resolve("disk.raw");
        try (PartialFile file = PartialFile.reserve(target)) {
            write(file, "content");
            Files.writeString(target, "mine");

            assertThatThrownBy(file::publish).isInstanceOf(TargetExistsException.class);
        }

        assertThat(target).hasContent("mine");
        assertThat(directory.resolve("disk.raw.tidemark-partial")).doesNotExist();
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
        try (FileImageSource file = FileImageSource.create(path);
                RawTarget target = RawTarget.create(file, 1L << 40)) {
            target.write(1L << 39, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            target.finish();
        }

        assertThat(Files.size(path)).isEqualTo(1L << 40);
        assertThat(Long.parseLong(
                        QemuTools.succeed("stat", "-c", "%b", path.toString()).trim()))
                .as("allocated blocks")
                .isLessThan(64);
    }

    private static void write(PartialFile file, String text) throws IOException {
        file.content().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }
}
