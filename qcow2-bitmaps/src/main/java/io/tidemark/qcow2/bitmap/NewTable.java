package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/// A table to be written, with the data clusters it names: clusters without a bit set get none.
///
/// The bits are composed twice: once to know how many clusters are needed, once to write them.
final class NewTable {
    private static final int WINDOW_BYTES = 128 * 1024;
    private static final int TABLE_PIECE = 1 << 20;
    /// Data clusters are asked for in runs of at most so many bytes.
    private static final int RUN_BYTES = 1 << 20;

    private final ImageSource source;
    private final Header header;
    private final BitmapDirectoryEntry entry;
    private final List<BitOrigin> origins;
    private final int clustersPerWindow;
    /// Which entries of the table get a data cluster; as long as the table at most, 2^20 bits.
    private final BitSet used = new BitSet();

    private NewTable(ImageSource source, Header header, BitmapDirectoryEntry entry, List<BitOrigin> origins) {
        this.source = source;
        this.header = header;
        this.entry = entry;
        this.origins = origins;
        this.clustersPerWindow =
                (int) Math.min(entry.tableEntries(), Math.max(1, WINDOW_BYTES >>> header.clusterBits()));
    }

    /// Finds out what is needed.
    static NewTable planned(ImageSource source, Header header, BitmapDirectoryEntry entry, List<BitOrigin> origins)
            throws IOException {
        NewTable table = new NewTable(source, header, entry, origins);
        BitComposer composer = table.composer();
        for (long number = composer.next(); number >= 0; number = composer.next()) {
            for (int i = 0; i < table.clustersPerWindow; i++) {
                if (!composer.window().isClear(i << header.clusterBits(), header.clusterSize())) {
                    table.used.set((int) number * table.clustersPerWindow + i);
                }
            }
        }
        return table;
    }

    /// Adds the runs of clusters that it needs, the table's own first.
    void addNeeds(List<Long> counts) {
        counts.add(header.clustersFor(entry.tableEntries() * Long.BYTES));
        long most = Math.max(1, RUN_BYTES >>> header.clusterBits());
        for (long left = used.cardinality(); left > 0; left -= most) {
            counts.add(Math.min(left, most));
        }
    }

    /// Writes table and data to clusters that were given for the needs.
    ///
    /// @param counts  the needs of all, of which it takes its own
    /// @param offsets  where the clusters are
    /// @return the entry with the place of its table
    BitmapDirectoryEntry write(Iterator<Long> counts, Iterator<Long> offsets) throws IOException {
        long tableBytes = counts.next() << header.clusterBits();
        long tableOffset = offsets.next();
        Places places = new Places(counts, offsets);
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(TABLE_PIECE, tableBytes));
        BitComposer composer = composer();
        long number = -1;
        for (long at = 0; at < tableBytes; at += piece.capacity()) {
            piece.clear().limit((int) Math.min(piece.capacity(), tableBytes - at));
            while (piece.hasRemaining()) {
                int index = (int) ((at + piece.position()) / Long.BYTES);
                if (!used.get(index)) {
                    piece.putLong(0);
                    continue;
                }
                while (number < index / clustersPerWindow) {
                    number = composer.next();
                    if (number < 0) {
                        throw new ImageChangedException(source.name(), "a bitmap has fewer bits than a moment ago");
                    }
                }
                long place = places.next();
                int start = index % clustersPerWindow << header.clusterBits();
                source.write(composer.window().slice(start, header.clusterSize()), place);
                piece.putLong(place);
            }
            source.write(piece.flip(), tableOffset + at);
        }
        return entry.with(tableOffset, entry.flags(), entry.name());
    }

    private BitComposer composer() throws IOException {
        return new BitComposer(source, header, entry, origins, clustersPerWindow << header.clusterBits());
    }

    /// The clusters for data, one by one.
    private final class Places {
        private final Iterator<Long> counts;
        private final Iterator<Long> offsets;
        private long next;
        private long left;

        Places(Iterator<Long> counts, Iterator<Long> offsets) {
            this.counts = counts;
            this.offsets = offsets;
        }

        long next() {
            if (left == 0) {
                left = counts.next();
                next = offsets.next();
            }
            long place = next;
            next += header.clusterSize();
            left--;
            return place;
        }
    }
}
