package io.tidemark.worker.run;

import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.repository.RecordConnection;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.run.Run;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.LogLevel;
import io.tidemark.repository.PointListing;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Opens a repository, or initialises it, and brings the catalog in line with the points that the bucket holds:
/// points made by the command line appear, points that are gone vanish.
@Component
class ConnectWork implements RunWork {
    private final OpenRepositories repositories;
    private final RecordConnection connections;
    private final Points points;

    ConnectWork(OpenRepositories repositories, RecordConnection connections, Points points) {
        this.repositories = repositories;
        this.connections = connections;
        this.points = points;
    }

    @Override
    public RunKind kind() {
        return RunKind.CONNECT;
    }

    @Override
    public Finished perform(Run run, RunReporter reporter) throws EngineException, IOException {
        RepositoryEntryId entry = run.repository().orElseThrow();
        reporter.step("open");
        boolean connected = false;
        try (OpenRepositories.Opened opened = repositories.openOrInitialise(entry, reporter)) {
            connections.connected(
                    entry,
                    opened.repository().id().id(),
                    opened.repository().format().isSealed());
            connected = true;
            reporter.log(LogLevel.INFO, "Repository " + opened.repository().id() + " is open.");
            reporter.step("reconcile");
            return new Finished(reconcile(entry, opened, reporter));
        } finally {
            if (!connected) {
                connections.unreachable(entry);
            }
        }
    }

    private RunOutcome reconcile(RepositoryEntryId entry, OpenRepositories.Opened opened, RunReporter reporter)
            throws IOException {
        // Known ones first: a point that is committed while the bucket is listed must not look as if it had gone.
        Set<UUID> gone = new HashSet<>(points.ids(entry));
        PointListing listing = opened.repository().listPoints();
        int added = 0;
        for (Point point : listing.intact()) {
            gone.remove(point.id().id());
            added += points.add(committed(entry, point)) ? 1 : 0;
        }
        for (PointListing.DamagedManifest damaged : listing.damaged()) {
            // It cannot be restored now, but its data may be there: what the catalog knows of it stays.
            gone.removeIf(id -> damaged.key().equals(new PointId(id).key()));
            reporter.log(
                    LogLevel.WARNING,
                    "Object " + damaged.key() + " is damaged: "
                            + damaged.cause().getMessage());
        }
        int removed = points.remove(entry, gone);
        reporter.log(
                LogLevel.INFO,
                listing.intact().size() + " points in the bucket: " + added + " were new to the catalog, " + removed
                        + " of the catalog's are no longer there.");
        return listing.damaged().isEmpty() ? new RunOutcome.Succeeded(null) : new RunOutcome.Warning(null);
    }

    private static CommittedPoint committed(RepositoryEntryId entry, Point point) {
        return new CommittedPoint(
                point.id().id(),
                entry,
                point.machine(),
                null,
                point.createdAt(),
                point.disks().stream().map(ConnectWork::disk).toList());
    }

    private static PointView.Disk disk(PointDisk disk) {
        return new PointView.Disk(
                disk.name(),
                DiskMode.of(disk.description().mode()),
                disk.description().reason(),
                disk.description().basePoint() == null
                        ? null
                        : disk.description().basePoint().id(),
                disk.virtualSize(),
                disk.description().changedBytes(),
                disk.storedBytes());
    }
}
