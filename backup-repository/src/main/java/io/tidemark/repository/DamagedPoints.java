package io.tidemark.repository;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapReader;
import io.tidemark.repository.map.MapScan;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells which points cannot be given back whole, as far as verifications have found out. Costs one listing, usually
/// of nothing; the maps are followed only where damage is known, each page once: 43 to 86 bytes of heap per page.
final class DamagedPoints {

    /// Opens the content of a disk.
    interface Contents {
        DiskContent of(Point point, PointDisk disk) throws IOException;
    }

    private final ChunkIndex index;
    private final Contents contents;
    private final Set<PointId> damaged = new HashSet<>();

    private DamagedPoints(ChunkIndex index, Contents contents) {
        this.index = index;
        this.contents = contents;
    }

    /// Those of the points that need something of which every copy is known to be damaged, or a map that cannot be
    /// read.
    static Set<PointId> among(Collection<Point> points, ChunkIndex index, Contents contents) throws IOException {
        if (!index.isDamageKnown()) {
            return Set.of();
        }
        index.refresh();
        DamagedPoints search = new DamagedPoints(index, contents);
        search.look(points);
        return search.damaged;
    }

    private void look(Collection<Point> points) throws IOException {
        List<PointId> of = new ArrayList<>();
        List<MapReader> maps = new ArrayList<>();
        for (Point point : points) {
            for (PointDisk disk : point.disks()) {
                try {
                    maps.add(contents.of(point, disk).map());
                    of.add(point.id());
                } catch (RepositoryException e) {
                    damaged.add(point.id());
                }
            }
        }
        new MapScan().scanAll(maps, i -> visit(of.get(i)));
    }

    private MapScan.Visit visit(PointId point) {
        return new MapScan.Visit() {
            @Override
            public boolean chunk(long number, ChunkId id) {
                boolean lost = index.isLost(id);
                if (lost) {
                    damaged.add(point);
                }
                return lost;
            }

            @Override
            public void damaged(DamagedNode node) {
                damaged.add(point);
            }
        };
    }
}
