package io.tidemark.repository.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Seeded
class ChangeLogTest {

    @TempDir
    Path directory;

    private static SortedMap<Long, Optional<ChunkId>> tell(ChangeLog log) throws IOException {
        TreeMap<Long, Optional<ChunkId>> told = new TreeMap<>();
        ChangeCursor cursor = log.changes();
        long end = 0;
        while (cursor.next()) {
            assertThat(cursor.start()).isGreaterThanOrEqualTo(end);
            assertThat(cursor.end()).isGreaterThan(cursor.start());
            end = cursor.end();
            for (long chunk = cursor.start(); chunk < end; chunk++) {
                told.put(chunk, Optional.ofNullable(cursor.id()));
            }
        }
        return told;
    }

    @RepeatedTest(100)
    void tellsWhatWasPutOverHoles(RandomGenerator random) throws IOException {
        TreeMap<Long, Optional<ChunkId>> puts = new TreeMap<>();
        TreeMap<Long, Optional<ChunkId>> holes = new TreeMap<>();
        try (ChangeLog log = new ChangeLog(directory)) {
            for (int i = random.nextInt(60); i > 0; i--) {
                long chunk = random.nextLong(100);
                if (random.nextBoolean()) {
                    ChunkId id = random.nextInt(4) == 0 ? null : new ChunkId(random.nextLong(), 1, 2, 3);
                    log.put(chunk, id);
                    puts.put(chunk, Optional.ofNullable(id));
                } else {
                    long count = random.nextLong(1, 30);
                    log.hole(chunk, count);
                    for (long each = chunk; each < chunk + count; each++) {
                        holes.put(each, Optional.empty());
                    }
                }
            }
            holes.putAll(puts);
            assertThat(tell(log)).isEqualTo(holes);
            assertThat(tell(log)).isEqualTo(holes);
        }
    }

    @Test
    void spillsWhatDoesNotFitAndLeavesNoFileBehind(RandomGenerator random) throws IOException {
        TreeMap<Long, Optional<ChunkId>> model = new TreeMap<>();
        try (ChangeLog log = new ChangeLog(directory)) {
            for (int i = 0; i < 3 * ChangeLog.RUN_LENGTH + 1000; i++) {
                long chunk = random.nextLong(300_000);
                ChunkId id = new ChunkId(random.nextLong(), i, i, i);
                log.put(chunk, id);
                model.put(chunk, Optional.of(id));
            }
            log.hole(299_000, 5000);
            for (long chunk = 299_000; chunk < 304_000; chunk++) {
                model.putIfAbsent(chunk, Optional.empty());
            }
            assertThat(tell(log)).isEqualTo(model);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }
}
