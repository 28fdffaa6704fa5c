package io.tidemark.repository.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.RecordLocation;
import io.tidemark.testing.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class IndexTableTest {

    private static IndexTable table(ByteBuffer bytes) throws RepositoryException {
        IndexTable table = IndexTable.of("index/x", 56, MemorySegment.ofBuffer(bytes));
        table.requireSound("index/x", 56);
        return table;
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @RepeatedTest(10)
    void findsExactlyWhatWasPutIn(RandomGenerator random) throws RepositoryException {
        Entries entries = Entries.random(random, random.nextInt(5000), random.nextInt(1, 30));

        IndexTable table = table(entries.pending().toTable());

        assertThat(table.size()).isEqualTo(entries.size());
        entries.places().forEach((id, places) -> {
            List<RecordLocation> found = new ArrayList<>();
            table.collect(id, found);
            assertThat(found).containsExactlyInAnyOrderElementsOf(places);
            assertThat(table.contains(id)).isTrue();
            assertThat(table.contains(new ChunkId(id.a(), id.b(), id.c(), id.d() + 1)))
                    .isFalse();
        });
    }

    @RepeatedTest(10)
    void aMergeHoldsWhatItsTablesHeld(RandomGenerator random) throws IOException {
        List<Entries> parts = new ArrayList<>();
        List<IndexTable> tables = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            Entries part = Entries.random(random, random.nextInt(800), 5);
            parts.add(part);
            tables.add(table(part.pending().toTable()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TableMerge(tables).writeTo(part -> bytes.write(bytesOf(part)));

        IndexTable merged = table(ByteBuffer.wrap(bytes.toByteArray()));

        Map<ChunkId, Set<RecordLocation>> expected = new HashMap<>();
        for (Entries part : parts) {
            part.places()
                    .forEach((id, places) ->
                            expected.computeIfAbsent(id, key -> new HashSet<>()).addAll(places));
        }
        assertThat(merged.size())
                .isEqualTo(parts.stream().mapToLong(Entries::size).sum());
        expected.forEach((id, places) -> {
            List<RecordLocation> found = new ArrayList<>();
            merged.collect(id, found);
            assertThat(found).containsExactlyInAnyOrderElementsOf(places);
        });
    }

    /// Whoever can write to the bucket can make checksums fit, so the table itself must stand anything.
    @RepeatedTest(5)
    void anyMutatedTableIsRefusedOrHarmless(RandomGenerator random) {
        byte[] sound = bytesOf(Entries.random(random, 200, 3).pending().toTable());
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = sound.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(random.nextBoolean() ? 16 : bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                IndexTable table = table(ByteBuffer.wrap(bytes));
                List<RecordLocation> found = new ArrayList<>();
                for (long entry = 0; entry < table.size(); entry++) {
                    table.collect(table.id(entry), found);
                }
            } catch (ObjectCorruptException | FormatTooNewException refused) {
                assertThat(refused).hasMessageContaining("index/x");
            } catch (RepositoryException other) {
                throw new AssertionError("No such complaint was expected", other);
            }
        }
    }

    @Test
    void absurdCountsAreRefusedBeforeAnythingIsAllocated() {
        ByteBuffer head = ByteBuffer.allocate(16).putLong(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> table(head.putInt(24 << 24).flip()))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("a table of 16 bytes")
                .hasMessageContaining("2147483647 entries");
        assertThatThrownBy(() -> table(ByteBuffer.allocate(3))).isInstanceOf(ObjectCorruptException.class);
    }

    @Test
    void aMillionEntriesTakeLessThan48MebibytesOnDisk() {
        assertThat(TableLayout.of(1_000_000, 1000).length()).isLessThan(45L << 20);
        assertThat(TableLayout.of(20_000_000, 40_000).length()).isLessThan(20 * (44L << 20));
    }
}
