package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.pack.PackId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes an index table from entries that come in ascending order, holding only the fan-out and one buffer.
final class TableWriter {

    /// Takes the table's bytes, in order.
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    private static final int BUFFER_LENGTH = 64 << 10;

    private final TableLayout layout;
    private final Sink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH).order(ByteOrder.BIG_ENDIAN);
    private final int[] fanout;
    private long written;

    TableWriter(TableLayout layout, Sink sink) {
        this.layout = layout;
        this.sink = sink;
        this.fanout = new int[1 << layout.fanoutBits()];
        buffer.putLong(layout.entries()).putInt(layout.packs()).putInt(layout.fanoutBits() << 24);
    }

    /// @param packNumber  the place of the record's pack in the list given to [#finish]
    void add(ChunkId id, int packNumber, int offset, int formAndLength) throws IOException {
        makeRoom(TableLayout.ENTRY_LENGTH);
        id.encode(buffer);
        buffer.putInt(packNumber).putInt(offset).putInt(formAndLength);
        fanout[layout.slot(id.a())]++;
        written++;
    }

    void finish(List<PackId> packs) throws IOException {
        if (written != layout.entries() || packs.size() != layout.packs()) {
            throw new IllegalStateException(
                    "A table of " + layout + " was given " + written + " entries and " + packs.size() + " packs");
        }
        for (PackId pack : packs) {
            makeRoom(TableLayout.PACK_LENGTH);
            buffer.putLong(pack.id().getMostSignificantBits()).putLong(pack.id().getLeastSignificantBits());
        }
        int total = 0;
        for (int count : fanout) {
            total += count;
            makeRoom(TableLayout.FANOUT_LENGTH);
            buffer.putInt(total);
        }
        flush();
    }

    private void makeRoom(int length) throws IOException {
        if (buffer.remaining() < length) {
            flush();
        }
    }

    private void flush() throws IOException {
        sink.write(buffer.flip());
        buffer.clear();
    }
}
