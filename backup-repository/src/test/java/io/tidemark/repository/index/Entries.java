package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordKind;
import io.tidemark.repository.pack.RecordLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Random entries, some with the same id in several places.
final class Entries {

    private final PendingEntries pending = new PendingEntries();
    private final Map<ChunkId, List<RecordLocation>> places = new HashMap<>();

    static Entries random(RandomGenerator random, int count, int packs) {
        Entries entries = new Entries();
        List<ChunkId> ids = new ArrayList<>();
        for (int pack = 0; pack < packs; pack++) {
            PackId id = new PackId(new UUID(random.nextLong(), random.nextLong()));
            List<PackEntry> records = new ArrayList<>();
            for (int i = 0; i < count / packs; i++) {
                ChunkId record = !ids.isEmpty() && random.nextInt(50) == 0
                        ? ids.get(random.nextInt(ids.size()))
                        : new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
                ids.add(record);
                PackEntry entry = new PackEntry(
                        record,
                        random.nextBoolean() ? RecordKind.CHUNK : RecordKind.PAGE,
                        random.nextBoolean() ? Encoding.RAW : Encoding.ZSTD,
                        random.nextInt(48, 1 << 26),
                        random.nextInt(1, 1 << 24),
                        65536);
                records.add(entry);
                entries.places.computeIfAbsent(record, key -> new ArrayList<>()).add(entry.in(id));
            }
            entries.pending.add(id, records);
        }
        return entries;
    }

    PendingEntries pending() {
        return pending;
    }

    int size() {
        return pending.size();
    }

    Map<ChunkId, List<RecordLocation>> places() {
        return places;
    }
}
