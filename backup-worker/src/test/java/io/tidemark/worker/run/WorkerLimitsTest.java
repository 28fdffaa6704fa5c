package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.worker.WorkerProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class WorkerLimitsTest {
    @TempDir
    Path directory;

    @Test
    void aWorkerWithoutImageRootsSaysWhichPropertyIsMissing() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> limits(List.of(), List.of()).requireImageRoots())
                .withMessageContaining("tidemark.worker.image-roots")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.PATH_NOT_ALLOWED));
        assertThatCode(() -> limits(List.of(directory), List.of()).requireImageRoots())
                .doesNotThrowAnyException();
    }

    @Test
    void whatLiesOutsideTheImageRootsIsRefusedWithTheSettingAndTheWorker() {
        assertThat(limits(List.of(directory), List.of()).imageRoots().advice())
                .contains("tidemark.worker.image-roots", "\"kvm1\"");
    }

    @Test
    void bucketsNeedNoRoots() {
        assertThatCode(() ->
                        limits(List.of(), List.of()).requireAllowed(RepositoryLocation.parse("s3://bucket/prefix")))
                .doesNotThrowAnyException();
    }

    @Test
    void directoriesMustLieInsideTheRootsForRepositoriesWithLinksFollowed() throws IOException {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(root.resolve("nowhere"), directory.resolve("none"));
        WorkerLimits limits = limits(List.of(directory), List.of(root));

        assertThatCode(() -> limits.requireAllowed(new RepositoryLocation.Directory(root.resolve("new/one"))))
                .doesNotThrowAnyException();
        refused(limits, outside);
        // A link that leads nowhere would be a missing file, were it looked at.
        Files.createSymbolicLink(outside.resolve("nowhere"), directory.resolve("none"));
        refused(limits, outside.resolve("nowhere/new"));
        refused(limits, root.resolve("out/new"));
        refused(limits, root.resolve("../outside"));
        refused(limits(List.of(directory), List.of()), root);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> limits.requireAllowed(new RepositoryLocation.Directory(root.resolve("nowhere/new"))));
    }

    private static void refused(WorkerLimits limits, Path path) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> limits.requireAllowed(new RepositoryLocation.Directory(path)))
                .withMessageContaining("tidemark.worker.repository-roots")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.PATH_NOT_ALLOWED));
    }

    private static WorkerLimits limits(List<Path> imageRoots, List<Path> repositoryRoots) {
        WorkerProperties properties = new WorkerProperties(
                true,
                "default",
                "kvm1",
                imageRoots,
                repositoryRoots,
                null,
                1,
                DataSize.ofMegabytes(8),
                null,
                "127.0.0.1",
                Duration.ZERO);
        return new WorkerLimits(properties, new WorkerIdentity(properties));
    }
}
