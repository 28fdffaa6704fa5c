package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.pack.PackId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Several index tables written as one, in one pass. Memory: the packs' ids, and one cursor per table.
final class TableMerge {

    private final List<IndexTable> tables;
    private final List<PackId> packs = new ArrayList<>();
    private final List<int[]> packNumbers = new ArrayList<>();

    TableMerge(List<IndexTable> tables) {
        this.tables = List.copyOf(tables);
        Map<PackId, Integer> known = new HashMap<>();
        for (IndexTable table : tables) {
            int[] numbers = new int[table.packs()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = known.computeIfAbsent(table.pack(i), this::append);
            }
            packNumbers.add(numbers);
        }
    }

    private int append(PackId pack) {
        packs.add(pack);
        return packs.size() - 1;
    }

    long entries() {
        return tables.stream().mapToLong(IndexTable::size).sum();
    }

    void writeTo(TableWriter.Sink sink) throws IOException {
        TableWriter writer = new TableWriter(TableLayout.of(entries(), packs.size()), sink);
        PriorityQueue<Cursor> cursors = new PriorityQueue<>();
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).size() > 0) {
                cursors.add(new Cursor(tables.get(i), packNumbers.get(i)));
            }
        }
        while (!cursors.isEmpty()) {
            Cursor least = cursors.remove();
            least.copyTo(writer);
            if (least.next()) {
                cursors.add(least);
            }
        }
        writer.finish(packs);
    }

    /// A place in one of the tables, with the id found there.
    private static final class Cursor implements Comparable<Cursor> {
        private final IndexTable table;
        private final int[] packNumbers;
        private long at;
        private ChunkId id;

        Cursor(IndexTable table, int[] packNumbers) {
            this.table = table;
            this.packNumbers = packNumbers;
            this.id = table.id(0);
        }

        void copyTo(TableWriter writer) throws IOException {
            writer.add(id, packNumbers[table.packNumber(at)], table.offset(at), table.formAndLength(at));
        }

        boolean next() {
            at++;
            if (at == table.size()) {
                return false;
            }
            id = table.id(at);
            return true;
        }

        @Override
        public int compareTo(Cursor other) {
            return id.compareTo(other.id);
        }
    }
}
