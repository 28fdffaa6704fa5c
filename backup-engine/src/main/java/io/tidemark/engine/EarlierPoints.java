package io.tidemark.engine;

import io.tidemark.engine.mark.MarkRules;
import io.tidemark.engine.mark.MarkVerdict;
import io.tidemark.engine.mark.PointFacts;
import io.tidemark.repository.PointListing;
import io.tidemark.repository.Repository;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The points of a repository as they were when a backup took its locks.
final class EarlierPoints {
    private final Repository repository;
    private final String machine;
    private final List<Point> points;
    private final Set<PointId> ids;

    private EarlierPoints(Repository repository, String machine, List<Point> points, Set<PointId> ids) {
        this.repository = repository;
        this.machine = machine;
        this.points = points;
        this.ids = ids;
    }

    /// Asks the repository.
    static EarlierPoints list(Repository repository, String machine) throws IOException {
        PointListing listing = repository.listPoints();
        Set<PointId> ids = new HashSet<>();
        listing.intact().forEach(point -> ids.add(point.id()));
        listing.damaged().forEach(manifest -> manifest.point().ifPresent(ids::add));
        return new EarlierPoints(repository, machine, listing.intact(), ids);
    }

    /// Every point there is, of any machine, those with damaged manifests included.
    Set<PointId> ids() {
        return ids;
    }

    /// The date of the machine's latest point; nothing when it has none.
    Optional<Instant> latest() {
        return points.stream()
                .filter(point -> point.machine().equals(machine))
                .map(Point::createdAt)
                .max(Comparator.naturalOrder());
    }

    /// How to read a disk.
    ReadPlan plan(DiskInBackup disk, RequestedMode requested) {
        List<PointFacts> facts = new ArrayList<>();
        for (Point point : points) {
            if (point.machine().equals(machine)) {
                point.disk(disk.name()).ifPresent(held -> facts.add(facts(point.id(), held)));
            }
        }
        Optional<PointId> newest =
                facts.isEmpty() ? Optional.empty() : Optional.of(facts.getLast().id());
        MarkVerdict verdict = MarkRules.judge(repository.id(), disk.facts(), facts);
        return ReadPlan.choose(requested, verdict, newest, disk.unmarkable());
    }

    /// The disk's content at the point that a plan is based on.
    @Nullable
    DiskContent base(ReadPlan plan, String disk) throws IOException {
        PointId id = plan.base();
        for (Point point : points) {
            if (point.id().equals(id)) {
                return repository.content(point, disk);
            }
        }
        return null;
    }

    private static PointFacts facts(PointId id, PointDisk disk) {
        DiskDescription description = disk.description();
        return new PointFacts(id, disk.virtualSize(), description.markGranularity(), description.backing());
    }
}
