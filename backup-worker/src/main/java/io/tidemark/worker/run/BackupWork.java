package io.tidemark.worker.run;

import static java.util.Objects.requireNonNull;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.machine.Machine;
import io.tidemark.catalog.machine.Machines;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.BackUpMachine;
import io.tidemark.engine.BackupReport;
import io.tidemark.engine.BackupRequest;
import io.tidemark.engine.DiskImage;
import io.tidemark.engine.DiskReport;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.RequestedMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Backs up the disks of a machine into one point.
@Component
class BackupWork implements RunWork {
    private final Machines machines;
    private final OpenRepositories repositories;
    private final WorkerLimits limits;
    private final DatabasePatience patience;

    BackupWork(Machines machines, OpenRepositories repositories, WorkerLimits limits, DatabasePatience patience) {
        this.patience = patience;
        this.machines = machines;
        this.repositories = repositories;
        this.limits = limits;
    }

    @Override
    public RunKind kind() {
        return RunKind.BACKUP;
    }

    @Override
    public Finished perform(Run run, RunReporter reporter) throws EngineException, IOException, InterruptedException {
        limits.requireImageRoots();
        MachineId id = run.machine().orElseThrow();
        Machine machine = patience.until("read machine " + id, () -> machines.findById(id))
                .orElseThrow(() -> new NotFound("machine", id.id()));
        List<DiskImage> disks = machine.disks().stream()
                .map(disk -> new DiskImage(disk.name(), Path.of(disk.imagePath())))
                .toList();
        RequestedMode mode =
                RequestedMode.valueOf(requireNonNull(run.work().mode()).name());
        BackupRequest request = new BackupRequest(machine.name(), disks, mode, limits.imageRoots());
        try (OpenRepositories.Opened opened = repositories.open(run, reporter)) {
            BackupReport report = new BackUpMachine(opened.repository(), limits.engine()).run(request, reporter);
            UUID point = report.point().id();
            return new Finished(
                    report.warnings().isEmpty() ? new RunOutcome.Succeeded(point) : new RunOutcome.Warning(point),
                    List.of(committed(run, report)),
                    report.disks().stream().map(BackupWork::runDisk).toList(),
                    List.of());
        }
    }

    private static CommittedPoint committed(Run run, BackupReport report) {
        return new CommittedPoint(
                report.point().id(),
                run.repository().orElseThrow(),
                report.machine(),
                run.id(),
                // The id of a point carries the time at which it was chosen, to the millisecond.
                Instant.ofEpochMilli(report.point().id().getMostSignificantBits() >>> 16),
                report.disks().stream().map(BackupWork::pointDisk).toList());
    }

    private static PointView.Disk pointDisk(DiskReport disk) {
        return new PointView.Disk(
                disk.disk(),
                DiskMode.of(disk.mode().wireName()),
                disk.reason(),
                basePoint(disk),
                disk.virtualBytes(),
                disk.changedBytes(),
                disk.storedBytes());
    }

    private static RunView.Disk runDisk(DiskReport disk) {
        return new RunView.Disk(
                disk.disk(),
                DiskMode.of(disk.mode().wireName()),
                io.tidemark.catalog.RequestedMode.of(disk.requestedMode().wireName()),
                disk.reason(),
                basePoint(disk),
                disk.virtualBytes(),
                disk.changedBytes(),
                disk.readBytes(),
                disk.newChunks(),
                disk.storedBytes());
    }

    private static @Nullable UUID basePoint(DiskReport disk) {
        return disk.basePoint() == null ? null : disk.basePoint().id();
    }
}
