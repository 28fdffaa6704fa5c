package io.tidemark.qcow2.layout;

import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Compressed clusters on their way into the file, one behind the other at any byte.
///
/// A pack has no place in the file until it is full, so that clusters stored as they are can go on being
/// written meanwhile. Then its whole clusters are written; what reaches into the next one must be continued
/// there and stays, from now on with its place fixed. Only when something else has to be written at that very
/// moment the rest of a cluster is given up: at most one cluster for a full pack.
final class CompressedPack {
    private static final int CLUSTERS = 64;
    private static final int MOST_BYTES = 16 << 20;
    private static final long UNPLACED = -1;

    private final ImageSource target;
    private final HostClusters clusters;
    private final TableBatch tables;
    private final int clusterBits;
    private final int packBytes;
    private final ByteBuffer content;
    /// How many compressed clusters use each cluster of the pack: at most a few thousand, as the smallest
    /// streams of large clusters are large too.
    private final int[] uses;

    private long place = UNPLACED;
    private int firstEntry;

    CompressedPack(ImageSource target, HostClusters clusters, TableBatch tables, int clusterBits) {
        this.target = target;
        this.clusters = clusters;
        this.tables = tables;
        this.clusterBits = clusterBits;
        this.packBytes = Math.min(CLUSTERS << clusterBits, MOST_BYTES);
        this.content = ByteBuffer.allocateDirect(packBytes + (1 << clusterBits));
        this.uses = new int[content.capacity() >>> clusterBits];
    }

    /// Takes a stream.
    ///
    /// @param index  of its entry in its table
    void add(ByteBuffer stream, int table, int index) throws IOException {
        int start = content.position();
        int length = stream.remaining();
        content.put(stream);
        for (int i = start >>> clusterBits; i <= (start + length - 1) >>> clusterBits; i++) {
            uses[i]++;
        }
        if (place == UNPLACED && start == 0) {
            firstEntry = tables.place(table, index);
        }
        tables.put(table, index, L2Entry.ofCompressed(Math.max(place, 0) + start, length, clusterBits));
        if (content.position() >= packBytes) {
            writeWholeClusters();
        }
    }

    /// Makes sure that the next cluster of the file is nobody's yet.
    void makeWay() throws IOException {
        if (place != UNPLACED) {
            writeAll();
        }
    }

    /// Writes what there is.
    void writeAll() throws IOException {
        int length = content.position();
        if (length == 0) {
            return;
        }
        fixPlace();
        int used = (length + (1 << clusterBits) - 1) >>> clusterBits;
        write(length, used);
        content.clear();
        place = UNPLACED;
    }

    private void writeWholeClusters() throws IOException {
        fixPlace();
        int whole = content.position() >>> clusterBits;
        int bytes = whole << clusterBits;
        write(bytes, whole);
        content.flip().position(bytes);
        content.compact();
        place = content.position() == 0 ? UNPLACED : place + bytes;
    }

    private void fixPlace() {
        if (place == UNPLACED) {
            place = clusters.next();
            tables.placeCompressed(firstEntry, place);
        }
    }

    /// Writes the first bytes; what is left of the last cluster they reach into is zeros.
    private void write(int bytes, int used) throws IOException {
        target.write(content.slice(0, bytes), place);
        for (int i = 0; i < used; i++) {
            clusters.takeShared(uses[i]);
        }
        System.arraycopy(uses, used, uses, 0, uses.length - used);
        Arrays.fill(uses, uses.length - used, uses.length, 0);
    }
}
