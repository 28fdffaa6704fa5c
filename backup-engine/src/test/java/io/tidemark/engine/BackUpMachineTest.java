package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How disks in memory are read, and why.
@Timeout(60)
class BackUpMachineTest {
    private static final int CHUNK = ModelMachine.CHUNK;
    private static final int SIZE = ModelMachine.SIZE;

    @TempDir
    private Path cache;

    @TempDir
    private Path otherCache;

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
    void theFirstBackupIsFull() throws Exception {
        BackupReport report = machine.backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.FULL);
        assertThat(disk.reason()).isEqualTo("no earlier point");
        assertThat(disk.basePoint()).isNull();
        assertThat(disk.virtualBytes()).isEqualTo(SIZE);
        assertThat(disk.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(disk.newChunks()).isEqualTo(40);
        assertThat(report.uploadedBytes()).isGreaterThan(40 * CHUNK);
        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(report.point()));
        machine.assertHolds(report);
    }

    @Test
    void theNextReadsWhatTheMarkRecorded() throws Exception {
        PointId first = machine.backUp("root").point();
        machine.root.guestWrites(10 * CHUNK + 5, machine.bytes(CHUNK));
        machine.root.guestWrites(70 * CHUNK, machine.bytes(3 * CHUNK));

        BackupReport report = machine.backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.BITMAP);
        assertThat(disk.reason()).isEqualTo("mark is trusted");
        assertThat(disk.basePoint()).isEqualTo(first);
        assertThat(disk.changedBytes()).isEqualTo(5 * CHUNK);
        assertThat(disk.readBytes()).isEqualTo(5 * CHUNK);
        assertThat(disk.newChunks()).isEqualTo(5);
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(report.point()));
        machine.assertHolds(report);
    }

    @Test
    void anObjectThatIsNoPointAmongThePointsIsNoHindrance() throws Exception {
        machine.backUp("root");
        machine.repository.putStranger("points/readme.txt");

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        machine.assertHolds(report);
    }

    @Test
    void aClockThatIsBehindIsWarnedOf() throws Exception {
        machine.backUp("root");
        machine.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-2000)));

        BackupReport report = machine.backUp("root");

        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("This host's clock says", "point of machine \"machine\"");
        assertThat(report.exitCode()).isEqualTo(ExitCode.WARNINGS);
    }

    @Test
    void anUnchangedDiskIsNotReadAtAll() throws Exception {
        machine.backUp("root");

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().readBytes()).isZero();
        machine.assertHolds(report);
    }

    @Test
    void discardsBecomeHoles() throws Exception {
        machine.backUp("root");
        machine.root.guestDiscards(0, 20 * CHUNK);

        BackupReport report = machine.backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.BITMAP);
        assertThat(disk.changedBytes()).isEqualTo(20 * CHUNK);
        assertThat(disk.readBytes()).isZero();
        machine.assertHolds(report);
    }

    @Test
    void aGrownDiskIsReadFromItsOldEndOn() throws Exception {
        machine.root.resize(SIZE - 512);
        machine.backUp("root");
        machine.root.resize(SIZE + 10 * CHUNK);
        machine.root.corruptSilently(SIZE + CHUNK, machine.bytes(CHUNK));

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(report.disks().getFirst().changedBytes()).isEqualTo(11 * CHUNK);
        machine.assertHolds(report);
    }

    @Test
    void aDiskShrunkAndGrownAgainIsCompared() throws Exception {
        machine.backUp("root");
        machine.root.resize(20 * CHUNK);
        machine.root.resize(SIZE);

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.COMPARE);
        assertThat(report.disks().getFirst().reason()).isEqualTo("mark missed a change: guest offset 81920");
        assertThat(report.warnings()).hasSize(1);
        assertThat(report.exitCode()).isEqualTo(ExitCode.WARNINGS);
        machine.assertHolds(report);
    }

    @Test
    void aShrunkDiskIsCompared() throws Exception {
        machine.backUp("root");
        machine.root.resize(SIZE - CHUNK - 512);

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.COMPARE);
        assertThat(report.disks().getFirst().reason()).startsWith("disk was made smaller");
        machine.assertHolds(report);
    }

    @Test
    void aMarkThatMissedAChangeIsFoundOutByTheSample() throws Exception {
        machine.backUp("root");
        machine.root.corruptSilently(0, machine.bytes(40 * CHUNK));

        BackupReport report = machine.backUp(TestRuns.OPTIONS.withRecheck(RecheckSample.DEFAULT), "root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).startsWith("mark missed a change");
        assertThat(disk.changedBytes()).isEqualTo(40 * CHUNK);
        assertThat(report.warnings()).singleElement().asString().contains("root", "keeps no bitmaps");
        machine.assertHolds(report);
    }

    @Test
    void theSampleOfASoundMarkFindsNothing() throws Exception {
        machine.backUp("root");
        machine.root.guestWrites(0, machine.bytes(CHUNK));

        BackupReport report = machine.backUp(TestRuns.OPTIONS.withRecheck(RecheckSample.DEFAULT), "root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.BITMAP);
        assertThat(report.disks().getFirst().readBytes()).isBetween(13L * CHUNK, 17L * CHUNK);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void aCrashedGuestsDiskIsCompared() throws Exception {
        PointId first = machine.backUp("root").point();
        machine.root.guestWritesAndCrashes(0, machine.bytes(CHUNK));

        BackupReport report = machine.backUp("root");

        DiskReport disk = report.disks().getFirst();
        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("mark is inconsistent: image was not closed cleanly");
        assertThat(disk.basePoint()).isEqualTo(first);
        assertThat(disk.readBytes()).isEqualTo(40 * CHUNK);
        assertThat(disk.changedBytes()).isEqualTo(CHUNK);
        assertThat(disk.newChunks()).isEqualTo(1);
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(report.point()));
        machine.assertHolds(report);
    }

    @Test
    void whatAStrangerWroteIsCompared() throws Exception {
        machine.backUp("root");
        machine.root.strangerWrites(0, machine.bytes(CHUNK));

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.COMPARE);
        assertThat(report.disks().getFirst().reason()).startsWith("marks are invalid");
        machine.assertHolds(report);
    }

    @Test
    void aMarkThatDoesNotRecordIsNotTrusted() throws Exception {
        PointId first = machine.backUp("root").point();
        machine.root.stopRecording(machine.markOf(first));

        assertThat(machine.backUp("root").disks().getFirst().reason()).isEqualTo("mark is not recording");
    }

    @Test
    void aReadOnlyImageIsComparedEveryTime() throws Exception {
        machine.root.readOnly();
        machine.backUp("root");

        DiskReport disk = machine.backUp("root").disks().getFirst();

        assertThat(disk.mode()).isEqualTo(Mode.COMPARE);
        assertThat(disk.reason()).isEqualTo("image cannot hold a mark: the file is read-only");
        assertThat(machine.root.markNames()).isEmpty();
    }

    @Test
    void fullAndCompareCanBeAskedFor() throws Exception {
        PointId first = machine.backUp("root").point();

        DiskReport compared =
                machine.backUp(RequestedMode.COMPARE, "root").disks().getFirst();
        DiskReport full = machine.backUp(RequestedMode.FULL, "root").disks().getFirst();

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
        machine.backUp("root");
        machine.root.guestDiscards(0, 10 * CHUNK);
        machine.root.guestWrites(20 * CHUNK, new byte[CHUNK]);

        BackupReport report = machine.backUp(RequestedMode.COMPARE, "root");

        assertThat(report.disks().getFirst().changedBytes()).isEqualTo(11 * CHUNK);
        machine.assertHolds(report);
    }

    @Test
    void aDamagedBaseCostsAFullReadAndNoMore() throws Exception {
        machine.backUp("root");
        machine.repository.damage("packs/");
        machine.repository.openAnew(otherCache);
        machine.root.guestWrites(0, machine.bytes(CHUNK));

        BackupReport report = machine.backUp("root");

        assertThat(report.disks().getFirst().mode()).isEqualTo(Mode.FULL);
        assertThat(report.disks().getFirst().reason()).isEqualTo("base point is damaged");
        assertThat(report.warnings()).singleElement().asString().contains("tidemark verify", "packs/");
        assertThat(machine.root.markNames()).containsExactly(machine.markOf(report.point()));
    }
}
