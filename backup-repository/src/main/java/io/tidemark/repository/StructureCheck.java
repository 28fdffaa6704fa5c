package io.tidemark.repository;

import io.tidemark.repository.CheckReport.Problem;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.collection.PointMaps;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.IdSet;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapVisitor;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows every reference of every point: manifest, map pages, index entries, packs in the listing. A page
/// that several points share is visited once.
///
/// Memory: 43 to 86 bytes per different map page (64 chunks), and about 150 bytes per pack.
final class StructureCheck {

    private final ObjectStore store;
    private final PointListing points;
    private final PointMaps maps;
    private final ChunkIndex index;
    private final Map<PackId, Long> packSizes = new HashMap<>();
    private final IdSet visited = new IdSet();
    private final List<Problem> problems = new ArrayList<>();
    private long problemCount;
    private long disks;
    private long chunks;

    StructureCheck(ObjectStore store, PointListing points, PointMaps maps, ChunkIndex index) {
        this.store = store;
        this.points = points;
        this.maps = maps;
        this.index = index;
    }

    CheckReport run() throws IOException {
        index.damaged().forEach((key, cause) -> report(key, cause.getMessage()));
        for (PointListing.DamagedManifest each : points.damaged()) {
            report(each.key(), each.cause().getMessage());
        }
        store.list(PackId.PREFIX, object -> {
            try {
                packSizes.put(PackId.ofKey(object.key()), object.size());
            } catch (IllegalArgumentException e) {
                report(object.key(), "expected a pack, found an object of another name");
            }
        });
        for (Point point : points.intact()) {
            for (PointDisk disk : point.disks()) {
                check(point, disk);
            }
        }
        long packBytes = packSizes.values().stream().mapToLong(Long::longValue).sum();
        return new CheckReport(
                points.intact().size(),
                disks,
                visited.size(),
                chunks,
                packSizes.size(),
                packBytes,
                problemCount,
                problems);
    }

    private void check(Point point, PointDisk disk) throws IOException {
        disks++;
        String where = "Disk " + disk.name() + " of machine " + point.machine() + " at point " + point.id();
        try {
            MapVisitor.visit(maps.of(point, disk), new MapVisitor.Visit() {
                @Override
                public boolean page(ChunkId id) {
                    boolean first = visited.add(id);
                    if (first) {
                        requireStored(where, "map page " + id, id);
                    }
                    return first;
                }

                @Override
                public void chunk(long number, ChunkId id) {
                    chunks++;
                    requireStored(where, "chunk " + number + " (" + id + ")", id);
                }

                @Override
                public void damaged(DamagedNode node) {
                    report(
                            where,
                            "chunks " + node.firstChunk() + " to " + (node.firstChunk() + node.chunkCount()) + ": "
                                    + node.cause().getMessage());
                }
            });
        } catch (RepositoryException e) {
            report(where, e.getMessage());
        }
    }

    private void requireStored(String where, String what, ChunkId id) {
        List<RecordLocation> places = index.find(id);
        for (RecordLocation place : places) {
            Long size = packSizes.get(place.pack());
            if (size != null && place.end() <= size) {
                return;
            }
        }
        report(where, what + " is " + (places.isEmpty() ? "in no index segment" : "not in " + places));
    }

    private void report(String where, @Nullable String what) {
        problemCount++;
        if (problems.size() < CheckReport.MAX_PROBLEMS) {
            problems.add(new Problem(where, String.valueOf(what)));
        }
    }
}
