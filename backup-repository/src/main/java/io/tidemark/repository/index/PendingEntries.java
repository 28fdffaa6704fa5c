package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.pack.PackEntry;
import io.tidemark.repository.pack.PackId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Records of packs that are stored but in no segment yet. Not thread-safe.
public final class PendingEntries {

    private record Placed(PackEntry entry, int packNumber) {}

    private final List<PackId> packs = new ArrayList<>();
    private final List<Placed> entries = new ArrayList<>();

    public void add(PackId pack, List<PackEntry> records) {
        int number = packs.size();
        packs.add(pack);
        for (PackEntry each : records) {
            entries.add(new Placed(each, number));
        }
    }

    public int size() {
        return entries.size();
    }

    /// Tells the id of each record.
    public void forEachId(Consumer<ChunkId> each) {
        for (Placed placed : entries) {
            each.accept(placed.entry().id());
        }
    }

    /// The entries as an index table.
    public ByteBuffer toTable() {
        TableLayout layout = TableLayout.of(entries.size(), packs.size());
        ByteBuffer table = ByteBuffer.allocate(Math.toIntExact(layout.length())).order(ByteOrder.BIG_ENDIAN);
        entries.sort(Comparator.comparing(placed -> placed.entry().id()));
        try {
            TableWriter writer = new TableWriter(layout, table::put);
            for (Placed placed : entries) {
                PackEntry entry = placed.entry();
                int formAndLength = (entry.kind().form(entry.encoding()) << 24) | entry.storedLength();
                writer.add(entry.id(), placed.packNumber(), entry.offset(), formAndLength);
            }
            writer.finish(packs);
        } catch (IOException e) {
            throw new IllegalStateException("Memory refused to be written", e);
        }
        return table.flip();
    }
}
