package io.tidemark.engine;

import io.tidemark.repository.Repository;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Finds points and their disks, or says what is there instead.
final class PointLookup {
    private PointLookup() {}

    static Point require(Repository repository, PointId id) throws IOException, EngineException {
        return repository
                .point(id)
                .orElseThrow(() -> new EngineException(
                        FailureCode.POINT_MISSING,
                        "Repository " + repository.id() + " has no point " + id
                                + ". `tidemark points` lists those it has."));
    }

    /// The disk of that name, or the point's only one.
    static PointDisk disk(Point point, @Nullable String name) throws EngineException {
        if (name == null && point.disks().size() == 1) {
            return point.disks().getFirst();
        }
        String has = ": point " + point.id() + " of machine " + point.machine() + " has "
                + point.disks().stream().map(PointDisk::name).toList() + ".";
        if (name == null) {
            throw new EngineException(FailureCode.REQUEST_INVALID, "Name the disk" + has);
        }
        return point.disk(name)
                .orElseThrow(() -> new EngineException(FailureCode.DISK_MISSING, "There is no disk " + name + has));
    }
}
