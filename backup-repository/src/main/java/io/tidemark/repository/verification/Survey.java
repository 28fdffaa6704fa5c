package io.tidemark.repository.verification;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DiskContent;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.index.ChunkIndex;
import io.tidemark.repository.index.DamagedCopy;
import io.tidemark.repository.map.DamagedNode;
import io.tidemark.repository.map.MapScan;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordLocation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Follows the maps of all points, each page once, and compares the index with the listing of the packs: what
/// lies where it should is to be read, the rest is a fault. Reads no chunk.
final class Survey {

    private final ChunkIndex index;
    private final Map<PackId, Long> packSizes;
    private final Findings findings;
    private final WantedRecords wanted = new WantedRecords();
    private final Set<PackId> pagePacks = new TreeSet<>();

    Survey(ChunkIndex index, Map<PackId, Long> packSizes, Findings findings) {
        this.index = index;
        this.packSizes = packSizes;
        this.findings = findings;
    }

    void take(List<DiskContent> contents) throws IOException {
        new MapScan().scanAll(contents.stream().map(DiskContent::map).toList(), i -> visit(contents.get(i)));
    }

    private MapScan.Visit visit(DiskContent content) {
        return new MapScan.Visit() {
            @Override
            public boolean chunk(long number, ChunkId id) {
                want(id);
                return false;
            }

            @Override
            public void page(ChunkId id) {
                for (RecordLocation place : index.everyPlace(id)) {
                    if (packSizes.containsKey(place.pack())) {
                        pagePacks.add(place.pack());
                    }
                }
            }

            @Override
            public void damaged(DamagedNode node) {
                findings.mapDamaged(content, node);
            }
        };
    }

    private void want(ChunkId id) {
        List<RecordLocation> places = index.everyPlace(id);
        if (places.isEmpty()) {
            findings.unknown(id, index);
        }
        for (RecordLocation place : places) {
            Long size = packSizes.get(place.pack());
            if (size == null) {
                findings.damaged(place, DamagedCopy.WHOLE_PACK, missing(place));
            } else if (place.end() > size) {
                findings.damaged(place, place.offset(), cut(place, size));
            } else {
                wanted.add(place.pack(), place.offset());
            }
        }
    }

    private static RepositoryException missing(RecordLocation place) {
        return new ObjectCorruptException(place.pack().key(), 0, "a pack", "no such object");
    }

    private static RepositoryException cut(RecordLocation place, long size) {
        return new ObjectCorruptException(
                place.pack().key(), place.offset(), place.length() + " bytes", "an object of " + size + " bytes");
    }

    /// What is to be read.
    WantedRecords wanted() {
        wanted.settle();
        return wanted;
    }

    /// Packs with map pages.
    Set<PackId> pagePacks() {
        return pagePacks;
    }

    /// What a damaged part of a map hides.
    static DamagedRange range(DiskContent content, DamagedNode node) {
        return DamagedRange.ofChunks(content, node.firstChunk(), node.chunkCount(), node.cause());
    }
}
