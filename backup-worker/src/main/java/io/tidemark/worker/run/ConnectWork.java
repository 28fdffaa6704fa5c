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
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
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
    private final DatabasePatience patience;

    ConnectWork(OpenRepositories repositories, RecordConnection connections, Points points, DatabasePatience patience) {
        this.patience = patience;
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
        try (OpenRepositories.Opened opened = repositories.openOrInitialise(run, reporter)) {
            patience.until("note that repository " + entry + " is open", () -> {
                connections.connected(
                        entry,
                        opened.repository().id().id(),
                        opened.repository().format().isSealed());
                return true;
            });
            connected = true;
            reporter.log(LogLevel.INFO, "Repository " + opened.repository().id() + " is open.");
            reporter.step("reconcile");
            return new Finished(
                    run.scheduled() ? lookThrough(entry, opened, reporter) : reconcile(entry, opened, reporter));
        } finally {
            if (!connected) {
                patience.until("note that repository " + entry + " cannot be opened", () -> {
                    connections.unreachable(entry);
                    return true;
                });
            }
        }
    }

    /// By the names of the manifests, and only those are read that the catalog does not know: so it costs
    /// little where nothing has changed, however many points there are. Whether known ones can still be read
    /// is for verification.
    private RunOutcome lookThrough(RepositoryEntryId entry, OpenRepositories.Opened opened, RunReporter reporter)
            throws IOException {
        Set<UUID> known = known(entry);
        Set<UUID> gone = new HashSet<>(known);
        boolean damaged = false;
        int added = 0;
        Set<PointId> named = opened.repository().namedPoints();
        for (PointId point : named) {
            gone.remove(point.id());
            if (known.contains(point.id())) {
                continue;
            }
            try {
                Optional<Point> found = opened.repository().point(point);
                added += found.isPresent() && add(entry, found.get()) ? 1 : 0;
            } catch (RepositoryException unreadable) {
                damaged = true;
                reporter.log(LogLevel.WARNING, "Object " + point.key() + " is damaged: " + unreadable.getMessage());
            }
        }
        tell(reporter, named.size(), added, remove(entry, gone));
        return damaged ? new RunOutcome.Warning(null) : new RunOutcome.Succeeded(null);
    }

    private Set<UUID> known(RepositoryEntryId entry) {
        return new HashSet<>(patience.until("read points of repository " + entry, () -> points.ids(entry)));
    }

    private boolean add(RepositoryEntryId entry, Point point) {
        return patience.until("enter point " + point.id(), () -> points.add(committed(entry, point)));
    }

    private int remove(RepositoryEntryId entry, Set<UUID> gone) {
        return patience.until("forget points of repository " + entry, () -> points.remove(entry, gone));
    }

    private static void tell(RunReporter reporter, int inBucket, int added, int removed) {
        reporter.log(
                LogLevel.INFO,
                inBucket + " points in the bucket: " + added + " were new to the catalog, " + removed
                        + " of the catalog's are no longer there.");
    }

    private RunOutcome reconcile(RepositoryEntryId entry, OpenRepositories.Opened opened, RunReporter reporter)
            throws IOException {
        // Known ones first: a point that is committed while the bucket is listed must not look as if it had gone.
        Set<UUID> gone = known(entry);
        PointListing listing = opened.repository().listPoints();
        int added = 0;
        for (Point point : listing.intact()) {
            gone.remove(point.id().id());
            added += add(entry, point) ? 1 : 0;
        }
        for (PointListing.DamagedManifest damaged : listing.damaged()) {
            // It cannot be restored now, but its data may be there: what the catalog knows of it stays.
            gone.removeIf(id -> damaged.key().equals(new PointId(id).key()));
            reporter.log(
                    LogLevel.WARNING,
                    "Object " + damaged.key() + " is damaged: "
                            + damaged.cause().getMessage());
        }
        tell(reporter, listing.intact().size(), added, remove(entry, gone));
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
