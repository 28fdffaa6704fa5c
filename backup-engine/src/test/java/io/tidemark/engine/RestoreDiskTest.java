package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.engine.restore.RawTarget;
import io.tidemark.engine.restore.RestoreTarget;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RestoreDiskTest {
    private static final int CHUNK = 4_096;
    private static final int SIZE = 50 * CHUNK + 512;

    @TempDir
    private Path cache;

    @TempDir
    private Path directory;

    private final ModelDisk disk = new ModelDisk("root", SIZE);
    private RepositoryInMemory repository;
    private PointId point;

    @BeforeEach
    void aPoint() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        byte[] content = new byte[10 * CHUNK];
        random.nextBytes(content);
        disk.guestWrites(3 * CHUNK, content);
        disk.guestWrites(SIZE - 100, new byte[] {1, 2, 3});
        repository = new RepositoryInMemory(cache, CHUNK);
        point = new BackUpMachine(
                        repository.open(), TestRuns.OPTIONS, (image, roots) -> disk.open(), Clock.systemUTC(), random)
                .run(TestRuns.backup("machine", "root"), RunObserver.silent())
                .point();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void progressCountsHolesAsDone() throws Exception {
        var observer = new RecordingObserver();

        restore(request(directory.resolve("disk.raw"), ImageFormat.RAW, false), observer);

        assertThat(observer.progress.getFirst().foundBytes()).isEqualTo(SIZE);
        assertThat(observer.progress).extracting(Progress::readBytes).isSorted().endsWith((long) SIZE);
        assertThat(observer.progress.getLast().storedBytes()).isEqualTo(10 * CHUNK + 512);
    }

    @Test
    void aRawFileHoldsTheDisk() throws Exception {
        Path target = directory.resolve("disk.raw");

        RestoreReport report = restore(request(target, ImageFormat.RAW, false), RunObserver.silent());

        assertThat(target).hasBinaryContent(disk.content());
        assertThat(directory).isDirectoryNotContaining("glob:**.tidemark-partial");
        assertThat(report.machine()).isEqualTo("machine");
        assertThat(report.disk()).isEqualTo("root");
        assertThat(report.virtualBytes()).isEqualTo(SIZE);
        assertThat(report.writtenBytes()).isEqualTo(10 * CHUNK + 512);
        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aQcow2ImageHoldsTheDisk() throws Exception {
        Path target = directory.resolve("disk.qcow2");

        restore(request(target, ImageFormat.QCOW2, false), RunObserver.silent());

        try (Qcow2Image image = Qcow2Image.open(target, Access.READ, ImageResolver.refusing())) {
            ByteBuffer content = ByteBuffer.allocate(SIZE);
            image.read(0, content);
            assertThat(image.virtualSize()).isEqualTo(SIZE);
            assertThat(content.array()).isEqualTo(disk.content());
        }
    }

    @Test
    void aDiskThatEndsInsideASectorFitsIntoAQcow2Image() throws Exception {
        disk.resize(SIZE - 412);
        disk.guestWrites(SIZE - 512, new byte[] {5, 6, 7});
        point = new BackUpMachine(
                        repository.open(),
                        TestRuns.OPTIONS,
                        (image, roots) -> disk.open(),
                        Clock.systemUTC(),
                        new SplittableRandom(1))
                .run(TestRuns.backup("machine", "root"), RunObserver.silent())
                .point();
        Path target = directory.resolve("disk.qcow2");

        restore(request(target, ImageFormat.QCOW2, false), RunObserver.silent());

        try (Qcow2Image image = Qcow2Image.open(target, Access.READ, ImageResolver.refusing())) {
            ByteBuffer content = ByteBuffer.allocate(SIZE - 412);
            image.read(0, content);
            assertThat(image.virtualSize()).isEqualTo(SIZE);
            assertThat(content.array()).isEqualTo(disk.content());
        }
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws Exception {
        Path target = Files.writeString(directory.resolve("disk.raw"), "mine");

        assertFails(request(target, ImageFormat.RAW, false), FailureCode.TARGET_EXISTS);

        assertThat(target).hasContent("mine");
    }

    @Test
    void aTargetOutsideTheRootsIsRefused() throws Exception {
        Path inside = Files.createDirectory(directory.resolve("inside"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(inside.resolve("link"), outside);
        ImageRoots roots = new ImageRoots(List.of(inside));

        for (Path target : List.of(
                outside.resolve("disk.raw"),
                outside.resolve("nowhere/disk.raw"),
                inside.resolve("../outside/disk.raw"),
                inside.resolve("link/disk.raw"),
                inside.resolve("link/nowhere/disk.raw"))) {
            EngineException failure = assertFails(
                    new RestoreRequest(point, "root", target, ImageFormat.RAW, roots, false),
                    FailureCode.PATH_NOT_ALLOWED);
            assertThat(failure).hasMessageStartingWith("File " + target + " may not be written: it l");
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aMissingDirectoryIsNamed() {
        EngineException failure = assertFails(
                request(directory.resolve("no/disk.raw"), ImageFormat.RAW, false), FailureCode.FILE_MISSING);

        assertThat(failure).hasMessageContaining("there is no directory " + directory.resolve("no"));
    }

    @Test
    void aPointOrDiskThatIsNotThereIsNamed() {
        PointId unknown = PointId.next(Clock.systemUTC(), new SplittableRandom(2));
        Path target = directory.resolve("disk.raw");

        assertFails(
                new RestoreRequest(unknown, null, target, ImageFormat.RAW, ImageRoots.anywhere(), false),
                FailureCode.POINT_MISSING);
        EngineException failure = assertFails(
                new RestoreRequest(point, "data", target, ImageFormat.RAW, ImageRoots.anywhere(), false),
                FailureCode.DISK_MISSING);

        assertThat(failure).hasMessageContaining("[root]");
    }

    @Test
    void damageFailsTheRestoreAndLeavesNothing() throws Exception {
        repository.damage("packs/");
        repository.openAnew(directory.resolve("cache"));

        EngineException failure = assertThatThrownBy(() ->
                        restore(request(directory.resolve("disk.raw"), ImageFormat.RAW, false), RunObserver.silent()))
                .asInstanceOf(type(EngineException.class))
                .actual();

        assertThat(failure.code().exitCode()).isEqualTo(ExitCode.CORRUPT);
        assertThat(directory.resolve("disk.raw")).doesNotExist();
        assertThat(directory.resolve("disk.raw.tidemark-partial")).doesNotExist();
    }

    @Test
    void keepGoingRestoresTheRestAndListsWhatIsMissing() throws Exception {
        repository.damageChunk();
        repository.openAnew(directory.resolve("cache"));
        Path target = directory.resolve("disk.raw");

        RestoreReport report = restore(request(target, ImageFormat.RAW, true), RunObserver.silent());

        assertThat(report.exitCode()).isEqualTo(ExitCode.WARNINGS);
        assertThat(report.missing())
                .isNotEmpty()
                .allSatisfy(range -> assertThat(range.object()).startsWith("packs/"));
        byte[] expected = disk.content();
        for (DamagedRange range : report.missing()) {
            Arrays.fill(expected, (int) range.offset(), (int) range.end(), (byte) 0);
        }
        assertThat(target).hasBinaryContent(expected);
        assertThat(report.missing().stream().mapToLong(DamagedRange::length).sum())
                .isLessThan(10 * CHUNK);
    }

    /// Writes like a full disk: the first bytes fit, then no more.
    private record FullTarget(RestoreTarget file) implements RestoreTarget {
        @Override
        public void write(long offset, ByteBuffer content) throws IOException {
            if (offset > 5 * CHUNK) {
                throw new IOException("No space left on device");
            }
            file.write(offset, content);
        }

        @Override
        public void finish() throws IOException {
            file.finish();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Test
    void aFullDiskIsNamedAndNothingIsLeft() {
        Path target = directory.resolve("disk.raw");
        RestoreDisk onFullDisk = new RestoreDisk(
                repository.opened(),
                TestRuns.OPTIONS,
                (format, file, size, chunkSize) -> new FullTarget(RawTarget.create(file, size)),
                Clock.systemUTC());

        assertThatThrownBy(() -> onFullDisk.run(request(target, ImageFormat.RAW, false), RunObserver.silent()))
                .hasMessageContainingAll(target.toString(), "more bytes are needed", "bytes are free")
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.DISK_FULL));

        assertThat(target).doesNotExist();
        assertThat(directory).isDirectoryNotContaining("glob:**.tidemark-partial");
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void cancellationLeavesNothing(ImageFormat format) {
        RecordingObserver observer = new RecordingObserver();
        observer.cancel();

        assertThatThrownBy(() -> restore(request(directory.resolve("disk"), format, false), observer))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));

        assertThat(directory.resolve("disk")).doesNotExist();
        assertThat(directory.resolve("disk.tidemark-partial")).doesNotExist();
    }

    private RestoreRequest request(Path target, ImageFormat format, boolean keepGoing) {
        return new RestoreRequest(point, null, target, format, ImageRoots.anywhere(), keepGoing);
    }

    private RestoreReport restore(RestoreRequest request, RunObserver observer) throws Exception {
        return new RestoreDisk(repository.open(), TestRuns.OPTIONS).run(request, observer);
    }

    private EngineException assertFails(RestoreRequest request, FailureCode code) {
        @Nullable EngineException failure = null;
        try {
            restore(request, RunObserver.silent());
        } catch (EngineException e) {
            failure = e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(failure).isNotNull();
        assertThat(Objects.requireNonNull(failure).code()).isEqualTo(code);
        return failure;
    }
}
