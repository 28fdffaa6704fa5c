package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.ZeroBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/// L2 tables that are being filled, in ascending order. They are written together, a megabyte at a time or
/// one when tables are larger: so reading them takes few reads, and compressed clusters are seldom
/// interrupted.
final class TableBatch {
    private static final int BATCH_BYTES = 1 << 20;

    private final int tableBytes;
    private final int entryBytes;
    private final ByteBuffer content;
    /// Which L2 table each of the batch is.
    private final int[] numbers;

    private int count;

    /// @param tableBytes  of one table, which is a cluster
    TableBatch(int tableBytes, int entryBytes) {
        this.tableBytes = tableBytes;
        this.entryBytes = entryBytes;
        this.numbers = new int[Math.max(1, BATCH_BYTES / tableBytes)];
        this.content = ByteBuffer.allocateDirect(numbers.length * tableBytes);
    }

    /// Whether entries of a table can be put without writing others first.
    boolean hasRoomFor(int table) {
        return count < numbers.length || numbers[count - 1] == table;
    }

    /// Puts an entry.
    ///
    /// @param table  the current one, or a later one for which there is room
    /// @param index  of the entry in its table
    void put(int table, int index, long entry) {
        content.putLong(place(table, index), entry);
    }

    /// Puts an extended entry.
    void put(int table, int index, long entry, long subclusters) {
        int place = place(table, index);
        content.putLong(place, entry);
        content.putLong(place + Long.BYTES, subclusters);
    }

    /// Adds the place of a pack of compressed clusters to the entries put since its first: they name it by
    /// distances from its start.
    ///
    /// @param from  the place of that entry, see [#place]
    void placeCompressed(int from, long offset) {
        for (int at = from; at < count * tableBytes; at += entryBytes) {
            long entry = content.getLong(at);
            if (L2Entry.compressed(entry)) {
                content.putLong(at, entry + offset);
            }
        }
    }

    /// Where in the batch an entry is.
    int place(int table, int index) {
        if (count == 0 || numbers[count - 1] != table) {
            numbers[count++] = table;
        }
        return (count - 1) * tableBytes + index * entryBytes;
    }

    /// Writes the tables, notes in the L1 table where they are, and starts anew.
    void write(ImageSource target, HostClusters clusters, long[] l1) throws IOException {
        long offset = clusters.take(count);
        target.write(content.slice(0, count * tableBytes), offset);
        for (int i = 0; i < count; i++) {
            l1[numbers[i]] = (offset + (long) i * tableBytes) | L2Entry.COPIED;
        }
        ZeroBytes.fill(content.position(0), count * tableBytes);
        count = 0;
    }
}
