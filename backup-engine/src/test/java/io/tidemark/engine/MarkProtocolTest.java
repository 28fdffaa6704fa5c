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
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The mark protocol, step by step, on disks in memory.
@Timeout(60)
class MarkProtocolTest {
    private static final int CHUNK = ModelMachine.CHUNK;
    private static final int SIZE = ModelMachine.SIZE;

    @TempDir
    private Path cache;

    private ModelMachine machine;

    @BeforeEach
    void aMachine() throws IOException {
        machine = new ModelMachine(cache);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void withoutRoomForANewMarkTheOldOneServesOn() throws Exception {
        PointId first = machine.backUp("root").point();
        machine.root.guestWrites(0, machine.bytes(CHUNK));
        machine.root.refuseNewMarks();

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(report.warnings()).singleElement().asString().contains("gets no mark");
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(first));
        machine.assertHolds(report);
        machine.root.guestWrites(CHUNK, machine.bytes(CHUNK));
        BackupReport next = machine.backUp("root");
        assertThat(next.disks().getFirst().basePoint()).isEqualTo(first);
        machine.assertHolds(next);
    }

    @Test
    void allDisksGoIntoOnePoint() throws Exception {
        ModelDisk data = machine.disk("data");
        machine.backUp("root", "data");
        data.guestWrites(0, machine.bytes(CHUNK));
        machine.root.guestWritesAndCrashes(0, machine.bytes(CHUNK));

        BackupReport report = machine.backUp("root", "data");

        assertThat(report.disks()).extracting(DiskReport::disk).containsExactly("root", "data");
        assertThat(report.disks()).extracting(DiskReport::mode).containsExactly(Mode.COMPARE, Mode.BITMAP);
        assertThat(machine.repository.points()).isEqualTo(2);
        machine.assertHolds(report);
        assertThat(machine.repository.read(machine.repository.newest(), "data")).isEqualTo(data.content());
    }

    @Test
    void anotherMachinesPointsAreNoBase() throws Exception {
        machine.backUp("root");

        BackupReport report = machine.run(new BackupRequest(
                "other", List.of(new DiskImage("root", Path.of("root"))), RequestedMode.AUTO, ImageRoots.anywhere()));

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.FULL);
    }

    @Test
    void bitmapsOfOthersAreLeftAlone() throws Exception {
        String anotherRepositorys =
                new MarkName(RepositoryId.random(), PointId.next(Clock.systemUTC(), machine.random)).toString();
        machine.root.addForeignMark(anotherRepositorys);
        machine.root.addForeignMark("libvirt-1");

        PointId point = machine.backUp("root").point();

        assertThat(machine.root.markNames())
                .containsExactlyInAnyOrder(anotherRepositorys, "libvirt-1", machine.markOf(point));
    }

    @Test
    void marksOfPointsNeverCommittedAreCleanedUp() throws Exception {
        machine.backUp("root");
        String abandoned = machine.markOf(PointId.next(Clock.systemUTC(), machine.random));
        machine.root.addForeignMark(abandoned);

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(report.point()));
    }

    @Test
    void aMachineStartedMeanwhileLeavesTheOldMarkToTheNextRun() throws Exception {
        PointId first = machine.backUp("root").point();
        machine.root.guestStartsDuringBackup();
        PointId second = machine.backUp("root").point();
        assertThat(machine.root.markNames()).containsExactlyInAnyOrder(machine.markOf(first), machine.markOf(second));
        machine.root.guestWrites(0, machine.bytes(CHUNK));
        machine.root.comesBack();

        BackupReport third = machine.backUp("root");

        assertThat(third.disks().getFirst().basePoint()).isEqualTo(second);
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(third.point()));
        machine.assertHolds(third);
    }

    @Test
    void aRunningMachineIsBusy() {
        machine.root.guestRuns(true);

        assertThatThrownBy(() -> machine.backUp("root"))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_BUSY));
    }

    @Test
    void aFailureTakesTheNewMarkBackAndKeepsTheOldOne() throws Exception {
        PointId first = machine.backUp("root").point();
        machine.root.guestWrites(0, machine.bytes(CHUNK));
        ModelDisk nobody = machine.disk("nobody");
        machine.repository.dieAfter(3, nobody);

        assertThatThrownBy(() -> machine.backUp("root"))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.STORE_FAILED));

        assertThat(machine.root.markNames()).containsExactly(machine.markOf(first));
        machine.repository.comesBack();
        assertThat(machine.repository.points()).isEqualTo(1);
        machine.assertHolds(machine.backUp("root"));
    }

    @Test
    void cancellationLeavesEverythingAsItWas() throws Exception {
        PointId first = machine.backUp("root").point();
        RecordingObserver[] observer = new RecordingObserver[1];
        observer[0] = new RecordingObserver(step -> {
            if (step.equals("read")) {
                Objects.requireNonNull(observer[0]).cancel();
            }
        });
        machine.root.guestWrites(0, machine.bytes(CHUNK));

        assertThatThrownBy(() -> machine.with(TestRuns.OPTIONS).run(TestRuns.backup("machine", "root"), observer[0]))
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED));

        assertThat(machine.root.markNames()).containsExactly(machine.markOf(first));
        assertThat(machine.repository.points()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheRunAndCleansUp() throws Exception {
        PointId first = machine.backUp("root").point();
        Thread caller = Thread.currentThread();
        RecordingObserver observer = new RecordingObserver(step -> {
            if (step.equals("read")) {
                caller.interrupt();
                awaitInterruptTaken(caller);
            }
        });

        assertThatThrownBy(() -> machine.with(TestRuns.OPTIONS).run(TestRuns.backup("machine", "root"), observer))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(first));
    }

    private static void awaitInterruptTaken(Thread caller) {
        while (caller.isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stepsAndProgressAreTold() throws Exception {
        RecordingObserver observer = new RecordingObserver();

        BackupReport report = machine.with(TestRuns.OPTIONS).run(TestRuns.backup("machine", "root"), observer);

        assertThat(observer.steps).containsExactly("open", "mark", "read", "commit", "release");
        Progress last = observer.progress.getLast();
        assertThat(last.totalBytes()).isEqualTo(SIZE);
        assertThat(last.foundBytes()).isEqualTo(40 * CHUNK);
        assertThat(last.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(last.storedBytes()).isEqualTo(report.disks().getFirst().storedBytes());
        assertThat(last.uploadedBytes()).isEqualTo(report.uploadedBytes());
        assertThat(observer.log).contains("INFO Disk root is read in mode full: no earlier point");
    }
}
