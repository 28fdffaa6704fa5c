package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.repository.point.PointId;
import io.tidemark.repository.verification.VerificationOptions.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VerifyPointTest {
    private static final int CHUNK = 4_096;
    private static final int SIZE = 500 * CHUNK;
    private static final int DATA = 200 * CHUNK;

    @TempDir
    private Path cache;

    @TempDir
    private Path otherCache;

    private final SplittableRandom random = new SplittableRandom(13);
    private final ModelDisk disk = new ModelDisk("root", SIZE);
    private RepositoryInMemory repository;
    private PointId first;
    private PointId second;

    @BeforeEach
    void twoPoints() throws Exception {
        byte[] content = new byte[DATA];
        random.nextBytes(content);
        disk.guestWrites(SIZE - DATA, content);
        repository = new RepositoryInMemory(cache, CHUNK);
        first = backUp();
        disk.guestDiscards(0, SIZE - CHUNK);
        second = backUp();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void anIntactPointIsReadWhole() throws Exception {
        VerifyReport report = verify(new VerifyRequest(first, VerifyRequest.EVERYTHING));

        assertThat(report.intact()).isTrue();
        assertThat(report.points()).containsExactly(first);
        assertThat(report.checkedBytes()).isEqualTo(DATA);
        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void withoutAPointAllAreReadAndWhatTheyShareOnce() throws Exception {
        VerifyReport report = verify(new VerifyRequest(null, VerifyRequest.EVERYTHING));

        assertThat(report.points()).containsExactly(first, second);
        assertThat(report.checkedBytes()).isEqualTo(DATA);
    }

    @Test
    void aSampleReadsAtLeastAPack() throws Exception {
        VerifyReport report = verify(new VerifyRequest(first, 10));

        assertThat(report.intact()).isTrue();
        assertThat(report.checkedBytes()).isEqualTo(DATA);
    }

    @Test
    void damageIsNamedByMachineDiskPointAndGuestRange() throws Exception {
        repository.damageChunk();
        repository.openAnew(otherCache);

        VerifyReport report = verify(new VerifyRequest(first, VerifyRequest.EVERYTHING));

        assertThat(report.exitCode()).isEqualTo(ExitCode.CORRUPT);
        assertThat(report.damaged()).isNotEmpty().allSatisfy(range -> {
            assertThat(range.machine()).isEqualTo("machine");
            assertThat(range.disk()).isEqualTo("root");
            assertThat(range.point()).isEqualTo(first);
            assertThat(range.offset()).isGreaterThanOrEqualTo(SIZE - DATA);
            assertThat(range.object()).startsWith("packs/");
        });
        assertThat(report.checkedBytes()).isBetween(DATA - 20L * CHUNK, DATA - 1L);
    }

    @Test
    void aSampleThatHitsDamageGoesOn() throws Exception {
        repository.damageChunk();
        repository.openAnew(otherCache);

        VerifyReport report = verify(new VerifyRequest(first, 99));

        assertThat(report.damaged()).isNotEmpty();
        assertThat(report.checkedBytes()).isGreaterThan(DATA / 2);
    }

    @Test
    void theStructureIsVerifiedWithoutReadingContent() throws Exception {
        repository.damageChunk();
        repository.openAnew(otherCache);

        VerifyReport report = verify(new VerifyRequest(null, Level.STRUCTURE, VerifyRequest.EVERYTHING, null));

        assertThat(report.intact()).isTrue();
        assertThat(report.checkedBytes()).isZero();
    }

    @Test
    void aDamagedManifestIsALostPoint() throws Exception {
        repository.damage(first.key());

        VerifyReport report = verify(new VerifyRequest(null, VerifyRequest.EVERYTHING));

        assertThat(report.exitCode()).isEqualTo(ExitCode.CORRUPT);
        assertThat(report.damaged()).isEmpty();
        assertThat(report.found().faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.object()).isEqualTo(first.key()));
    }

    /// The whole way: the mark calls the chunk clean, so only what the verification has written down heals
    /// it.
    @Test
    void whatAVerificationFindsDamagedTheNextIncrementStoresAgain() throws Exception {
        disk.guestWrites(0, new byte[] {1});
        PointId third = backUp();
        byte[] expected = repository.read(repository.newest(), "root");
        repository.damageLastChunk(repository.newest(), "root");
        repository.openAnew(otherCache);
        assertThat(verify(new VerifyRequest(third, 100)).exitCode()).isEqualTo(ExitCode.CORRUPT);

        BackupReport increment = backUpAndReport();

        assertThat(increment.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(increment.disks().getFirst().newChunks()).isEqualTo(1);
        assertThat(increment.disks().getFirst().changedBytes()).isZero();
        assertThat(repository.read(repository.newest(), "root")).isEqualTo(expected);
        assertThat(repository.read(repository.open().point(third).orElseThrow(), "root"))
                .isEqualTo(expected);
        VerifyReport healed = verify(new VerifyRequest(null, 100));
        assertThat(healed.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(healed.found().faults()).isEmpty();
        assertThat(backUpAndReport().disks().getFirst().newChunks()).isZero();
    }

    @Test
    void aPointThatIsNotThereIsNamed() {
        PointId unknown = PointId.next(Clock.systemUTC(), random);

        assertThatThrownBy(() -> verify(new VerifyRequest(unknown, 100)))
                .hasMessageContaining(unknown.toString())
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.POINT_MISSING));
    }

    @Test
    void cancellationEndsIt() {
        RecordingObserver observer = new RecordingObserver();
        observer.cancel();

        assertThatThrownBy(() -> new VerifyPoint(repository.open(), TestRuns.OPTIONS)
                        .run(new VerifyRequest(first, 100), observer))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));
    }

    @Test
    void aSampleIsSomeOfIt() {
        assertThatThrownBy(() -> new VerifyRequest(null, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new VerifyRequest(null, 100.5)).hasMessageContaining("at most 100");
        assertThatThrownBy(() -> new VerifyRequest(null, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new VerifyRequest(null, Level.SAMPLE, 5, Duration.ZERO))
                .hasMessageContaining("budget");
    }

    private PointId backUp() throws Exception {
        return backUpAndReport().point();
    }

    private BackupReport backUpAndReport() throws Exception {
        return new BackUpMachine(
                        repository.open(), TestRuns.OPTIONS, (image, roots) -> disk.open(), Clock.systemUTC(), random)
                .run(TestRuns.backup("machine", "root"), RunObserver.silent());
    }

    private VerifyReport verify(VerifyRequest request) throws Exception {
        return new VerifyPoint(repository.open(), TestRuns.OPTIONS).run(request, RunObserver.silent());
    }
}
