package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.engine.mark.MarkName;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The mark protocol, step by step, on disks in memory.
@Timeout(60)
class BackUpMachineTest {
    private static final int CHUNK = 4_096;
    private static final int SIZE = 100 * CHUNK;

    @TempDir
    private Path cache;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, ModelDisk> disks = new HashMap<>();
    private RepositoryInMemory repository;
    private ModelDisk root;

    @BeforeEach
    void aDiskWithSomeContent() throws IOException {
        repository = new RepositoryInMemory(cache, CHUNK);
        root = disk("root");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void theFirstBackupIsFull() throws Exception {
        BackupReport report = backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.FULL);
        assertThat(disk.reason()).isEqualTo("no earlier point");
        assertThat(disk.basePoint()).isNull();
        assertThat(disk.virtualBytes()).isEqualTo(SIZE);
        assertThat(disk.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(disk.newChunks()).isEqualTo(40);
        assertThat(report.uploadedBytes()).isGreaterThan(40 * CHUNK);
        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(root.markNames()).containsExactly(markOf(report.point()));
        assertHolds(report, root);
    }

    @Test
    void theNextReadsWhatTheMarkRecorded() throws Exception {
        PointId first = backUp("root").point();
        root.guestWrites(10 * CHUNK + 5, bytes(CHUNK));
        root.guestWrites(70 * CHUNK, bytes(3 * CHUNK));

        BackupReport report = backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.BITMAP);
        assertThat(disk.reason()).isEqualTo("mark is trusted");
        assertThat(disk.basePoint()).isEqualTo(first);
        assertThat(disk.changedBytes()).isEqualTo(5 * CHUNK);
        assertThat(disk.readBytes()).isEqualTo(5 * CHUNK);
        assertThat(disk.newChunks()).isEqualTo(5);
        assertThat(root.markNames()).containsExactly(markOf(report.point()));
        assertHolds(report, root);
    }

    @Test
    void anUnchangedDiskIsNotReadAtAll() throws Exception {
        backUp("root");

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().readBytes()).isZero();
        assertHolds(report, root);
    }

    @Test
    void discardsBecomeHoles() throws Exception {
        backUp("root");
        root.guestDiscards(0, 20 * CHUNK);

        BackupReport report = backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.BITMAP);
        assertThat(disk.changedBytes()).isEqualTo(20 * CHUNK);
        assertThat(disk.readBytes()).isZero();
        assertHolds(report, root);
    }

    @Test
    void aGrownDiskIsReadFromItsOldEndOn() throws Exception {
        root.resize(SIZE - 512);
        backUp("root");
        root.resize(SIZE + 10 * CHUNK);
        root.corruptSilently(SIZE + CHUNK, bytes(CHUNK));

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(report.disks().getFirst().changedBytes()).isEqualTo(11 * CHUNK);
        assertHolds(report, root);
    }

    @Test
    void aDiskShrunkAndGrownAgainIsCompared() throws Exception {
        backUp("root");
        root.resize(20 * CHUNK);
        root.resize(SIZE);

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.COMPARE);
        assertThat(report.disks().getFirst().reason()).isEqualTo("mark missed a change: guest offset 81920");
        assertThat(report.warnings()).hasSize(1);
        assertThat(report.exitCode()).isEqualTo(ExitCode.WARNINGS);
        assertHolds(report, root);
    }

    @Test
    void aShrunkDiskIsCompared() throws Exception {
        backUp("root");
        root.resize(SIZE - CHUNK - 512);

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.COMPARE);
        assertThat(report.disks().getFirst().reason()).startsWith("disk was made smaller");
        assertHolds(report, root);
    }

    @Test
    void aMarkThatMissedAChangeIsFoundOutByTheSample() throws Exception {
        backUp("root");
        root.corruptSilently(0, bytes(40 * CHUNK));

        BackupReport report = backUp(TestRuns.OPTIONS.withRecheck(RecheckSample.DEFAULT), "root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).startsWith("mark missed a change");
        assertThat(disk.changedBytes()).isEqualTo(40 * CHUNK);
        assertThat(report.warnings()).singleElement().asString().contains("root", "keeps no bitmaps");
        assertHolds(report, root);
    }

    @Test
    void theSampleOfASoundMarkFindsNothing() throws Exception {
        backUp("root");
        root.guestWrites(0, bytes(CHUNK));

        BackupReport report = backUp(TestRuns.OPTIONS.withRecheck(RecheckSample.DEFAULT), "root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(report.disks().getFirst().readBytes()).isBetween(13L * CHUNK, 17L * CHUNK);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void aCrashedGuestsDiskIsCompared() throws Exception {
        PointId first = backUp("root").point();
        root.guestWritesAndCrashes(0, bytes(CHUNK));

        BackupReport report = backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("mark is inconsistent: image was not closed cleanly");
        assertThat(disk.basePoint()).isEqualTo(first);
        assertThat(disk.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(disk.changedBytes()).isEqualTo(CHUNK);
        assertThat(disk.newChunks()).isEqualTo(1);
        assertThat(root.markNames()).containsExactly(markOf(report.point()));
        assertHolds(report, root);
    }

    @Test
    void whatAStrangerWroteIsCompared() throws Exception {
        backUp("root");
        root.strangerWrites(0, bytes(CHUNK));

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.COMPARE);
        assertThat(report.disks().getFirst().reason()).startsWith("marks are invalid");
        assertHolds(report, root);
    }

    @Test
    void aMarkThatDoesNotRecordIsNotTrusted() throws Exception {
        PointId first = backUp("root").point();
        root.stopRecording(markOf(first));

        assertThat(backUp("root").disks().getFirst().reason()).isEqualTo("mark is not recording");
    }

    @Test
    void aReadOnlyImageIsComparedEveryTime() throws Exception {
        root.readOnly();
        backUp("root");

        DiskReport disk = backUp("root").disks().getFirst();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("image cannot hold a mark: the file is read-only");
        assertThat(root.markNames()).isEmpty();
    }

    @Test
    void withoutRoomForANewMarkTheOldOneServesOn() throws Exception {
        PointId first = backUp("root").point();
        root.guestWrites(0, bytes(CHUNK));
        root.refuseNewMarks();

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(report.warnings()).singleElement().asString().contains("gets no mark");
        assertThat(root.markNames()).containsExactly(markOf(first));
        assertHolds(report, root);
        root.guestWrites(CHUNK, bytes(CHUNK));
        BackupReport next = backUp("root");
        assertThat(next.disks().getFirst().basePoint()).isEqualTo(first);
        assertHolds(next, root);
    }

    @Test
    void fullAndCompareCanBeAskedFor() throws Exception {
        PointId first = backUp("root").point();

        DiskReport compared = backUp(RequestedMode.COMPARE, "root").disks().getFirst();
        DiskReport full = backUp(RequestedMode.FULL, "root").disks().getFirst();

        assertThat(compared.mode()).isEqualTo(Mode.COMPARE);
        assertThat(compared.reason()).isEqualTo("requested");
        assertThat(compared.basePoint()).isEqualTo(first);
        assertThat(compared.changedBytes()).isZero();
        assertThat(compared.newChunks()).isZero();
        assertThat(full.mode()).isEqualTo(Mode.FULL);
        assertThat(full.requestedMode()).isEqualTo(RequestedMode.FULL);
        assertThat(full.basePoint()).isNull();
        assertThat(full.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(full.newChunks()).isZero();
    }

    @Test
    void comparingFindsNewHoles() throws Exception {
        backUp("root");
        root.guestDiscards(0, 10 * CHUNK);
        root.guestWrites(20 * CHUNK, new byte[CHUNK]);

        BackupReport report = backUp(RequestedMode.COMPARE, "root");

        assertThat(report.disks().getFirst().changedBytes()).isEqualTo(11 * CHUNK);
        assertHolds(report, root);
    }

    @Test
    void allDisksGoIntoOnePoint() throws Exception {
        ModelDisk data = disk("data");
        backUp("root", "data");
        data.guestWrites(0, bytes(CHUNK));
        root.guestWritesAndCrashes(0, bytes(CHUNK));

        BackupReport report = backUp("root", "data");

        assertThat(report.disks()).extracting(DiskReport::disk).containsExactly("root", "data");
        assertThat(report.disks()).extracting(DiskReport::mode).containsExactly(Mode.COMPARE, Mode.BITMAP);
        assertThat(repository.points()).isEqualTo(2);
        assertHolds(report, root);
        assertThat(repository.read(repository.newest(), "data")).isEqualTo(data.content());
    }

    @Test
    void anotherMachinesPointsAreNoBase() throws Exception {
        backUp("root");

        BackupReport report = run(new BackupRequest(
                "other", List.of(new DiskImage("root", Path.of("root"))), RequestedMode.AUTO, ImageRoots.anywhere()));

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.FULL);
    }

    @Test
    void bitmapsOfOthersAreLeftAlone() throws Exception {
        String anotherRepositorys =
                new MarkName(RepositoryId.random(), PointId.next(Clock.systemUTC(), random)).toString();
        root.addForeignMark(anotherRepositorys);
        root.addForeignMark("libvirt-1");

        PointId point = backUp("root").point();

        assertThat(root.markNames()).containsExactlyInAnyOrder(anotherRepositorys, "libvirt-1", markOf(point));
    }

    @Test
    void marksOfPointsNeverCommittedAreCleanedUp() throws Exception {
        backUp("root");
        String abandoned = markOf(PointId.next(Clock.systemUTC(), random));
        root.addForeignMark(abandoned);

        BackupReport report = backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(root.markNames()).containsExactly(markOf(report.point()));
    }

    @Test
    void aMachineStartedMeanwhileLeavesTheOldMarkToTheNextRun() throws Exception {
        PointId first = backUp("root").point();
        root.guestStartsDuringBackup();
        PointId second = backUp("root").point();
        assertThat(root.markNames()).containsExactlyInAnyOrder(markOf(first), markOf(second));
        root.guestWrites(0, bytes(CHUNK));
        root.comesBack();

        BackupReport third = backUp("root");

        assertThat(third.disks().getFirst().basePoint()).isEqualTo(second);
        assertThat(root.markNames()).containsExactly(markOf(third.point()));
        assertHolds(third, root);
    }

    @Test
    void aRunningMachineIsBusy() {
        root.guestRuns(true);

        assertThatThrownBy(() -> backUp("root"))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_BUSY));
    }

    @Test
    void aFailureTakesTheNewMarkBackAndKeepsTheOldOne() throws Exception {
        PointId first = backUp("root").point();
        root.guestWrites(0, bytes(CHUNK));
        ModelDisk nobody = disk("nobody");
        repository.dieAfter(3, nobody);

        assertThatThrownBy(() -> backUp("root"))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.STORE_FAILED));

        assertThat(root.markNames()).containsExactly(markOf(first));
        repository.comesBack();
        assertThat(repository.points()).isEqualTo(1);
        assertHolds(backUp("root"), root);
    }

    @Test
    void cancellationLeavesEverythingAsItWas() throws Exception {
        PointId first = backUp("root").point();
        RecordingObserver[] observer = new RecordingObserver[1];
        observer[0] = new RecordingObserver(step -> {
            if (step.equals("read")) {
                Objects.requireNonNull(observer[0]).cancel();
            }
        });
        root.guestWrites(0, bytes(CHUNK));

        assertThatThrownBy(() -> machine(TestRuns.OPTIONS).run(TestRuns.backup("machine", "root"), observer[0]))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));

        assertThat(root.markNames()).containsExactly(markOf(first));
        assertThat(repository.points()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheRunAndCleansUp() throws Exception {
        PointId first = backUp("root").point();
        Thread caller = Thread.currentThread();
        RecordingObserver observer = new RecordingObserver(step -> {
            if (step.equals("read")) {
                caller.interrupt();
                awaitInterruptTaken(caller);
            }
        });

        assertThatThrownBy(() -> machine(TestRuns.OPTIONS).run(TestRuns.backup("machine", "root"), observer))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(root.markNames()).containsExactly(markOf(first));
    }

    private static void awaitInterruptTaken(Thread caller) {
        while (caller.isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stepsAndProgressAreTold() throws Exception {
        RecordingObserver observer = new RecordingObserver();

        BackupReport report = machine(TestRuns.OPTIONS).run(TestRuns.backup("machine", "root"), observer);

        assertThat(observer.steps).containsExactly("open", "mark", "read", "commit", "release");
        Progress last = observer.progress.getLast();
        assertThat(last.totalBytes()).isEqualTo(SIZE);
        assertThat(last.foundBytes()).isEqualTo(40 * CHUNK);
        assertThat(last.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(last.storedBytes()).isEqualTo(report.disks().getFirst().storedBytes());
        assertThat(last.uploadedBytes()).isEqualTo(report.uploadedBytes());
        assertThat(observer.log).contains("INFO Disk root is read in mode full: no earlier point");
    }

    private ModelDisk disk(String name) {
        ModelDisk disk = new ModelDisk(name, SIZE);
        disk.guestWrites(0, bytes(40 * CHUNK));
        disks.put(name, disk);
        return disk;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private BackUpMachine machine(EngineOptions options) throws IOException {
        return new BackUpMachine(
                repository.open(),
                options,
                (image, roots) ->
                        Objects.requireNonNull(disks.get(image.name())).open(),
                Clock.systemUTC(),
                random);
    }

    private BackupReport backUp(String... names) throws Exception {
        return run(TestRuns.backup("machine", names));
    }

    private BackupReport backUp(RequestedMode mode, String... names) throws Exception {
        return run(TestRuns.backup("machine", mode, names));
    }

    private BackupReport backUp(EngineOptions options, String... names) throws Exception {
        return machine(options).run(TestRuns.backup("machine", names), RunObserver.silent());
    }

    private BackupReport run(BackupRequest request) throws Exception {
        return machine(TestRuns.OPTIONS).run(request, RunObserver.silent());
    }

    private String markOf(PointId point) throws IOException {
        return new MarkName(repository.open().id(), point).toString();
    }

    private void assertHolds(BackupReport report, ModelDisk disk) throws IOException {
        assertThat(repository.newest().id()).isEqualTo(report.point());
        byte[] held = repository.read(repository.newest(), "root");
        assertThat(Arrays.mismatch(held, disk.content())).as("first difference").isEqualTo(-1);
    }
}
