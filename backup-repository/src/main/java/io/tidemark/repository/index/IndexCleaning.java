package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import io.tidemark.repository.pack.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The entries of one table without those of packs that are gone, as tables for new segments.
final class IndexCleaning {

    /// Takes a finished table.
    interface Sink {
        void take(ByteBuffer table) throws IOException;
    }

    /// Entries of a new segment: 11 MiB in the bucket, and about 40 MiB of heap while it is made.
    static final int SEGMENT_ENTRIES = 1 << 18;

    /// A table of so many segments, where one would do, is stored as one.
    private static final int MANY_SEGMENTS = 32;

    private final IndexTable table;
    private final Predicate<PackId> gone;
    private final Map<PackId, List<PackEntry>> kept = new LinkedHashMap<>();
    private int count;

    IndexCleaning(IndexTable table, Predicate<PackId> gone) {
        this.table = table;
        this.gone = gone;
    }

    /// Whether the table names a pack that is gone, or is made of very many segments.
    boolean isWorthwhile(int segments) {
        return namesAnyGone() || segments >= MANY_SEGMENTS * (table.size() / SEGMENT_ENTRIES + 1);
    }

    private boolean namesAnyGone() {
        for (int pack = 0; pack < table.packs(); pack++) {
            if (gone.test(table.pack(pack))) {
                return true;
            }
        }
        return false;
    }

    void run(Sink sink) throws IOException {
        @Nullable PackEntry last = null;
        @Nullable PackId lastPack = null;
        for (long at = 0; at < table.size(); at++) {
            PackId pack = table.pack(table.packNumber(at));
            PackEntry entry = entry(at);
            boolean repeated = entry.equals(last) && pack.equals(lastPack);
            last = entry;
            lastPack = pack;
            if (repeated || gone.test(pack)) {
                continue;
            }
            kept.computeIfAbsent(pack, _ -> new ArrayList<>()).add(entry);
            count++;
            if (count == SEGMENT_ENTRIES) {
                flush(sink);
            }
        }
        flush(sink);
    }

    private PackEntry entry(long at) {
        ChunkId id = table.id(at);
        int formAndLength = table.formAndLength(at);
        RecordKind kind = RecordKind.ofForm(formAndLength >>> 24);
        Encoding encoding = Encoding.of((formAndLength >>> 24) & 0xf);
        if (kind == null || encoding == null) {
            throw new IllegalStateException("An index table was used before it was checked");
        }
        // The plain length is in the packs alone.
        return new PackEntry(id, kind, encoding, table.offset(at), formAndLength & 0xffffff, 0);
    }

    private void flush(Sink sink) throws IOException {
        if (count == 0) {
            return;
        }
        PendingEntries entries = new PendingEntries();
        kept.forEach(entries::add);
        kept.clear();
        count = 0;
        sink.take(entries.toTable());
    }
}
