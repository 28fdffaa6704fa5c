package io.tidemark.repository.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapShapeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "64, 0, 1",
        "65, 1, 2",
        "4096, 1, 64",
        "4097, 2, 65",
        "131072, 2, 2048",
        "16777216, 3, 262144",
        "16777217, 4, 262145",
        "140737488355328, 7, 2199023255552"
    })
    void hasAsFewLevelsAsReachAllChunks(long chunks, int level, long leaves) {
        MapShape shape = new MapShape(chunks);

        assertThat(shape.level()).isEqualTo(level);
        assertThat(shape.leafCount()).isEqualTo(leaves);
    }

    @Test
    void countsTheLastChunkEvenIfItIsCut() {
        assertThat(MapShape.of(0, 65536).chunkCount()).isZero();
        assertThat(MapShape.of(1, 65536).chunkCount()).isEqualTo(1);
        assertThat(MapShape.of(65536, 65536).chunkCount()).isEqualTo(1);
        assertThat(MapShape.of(65537, 65536).chunkCount()).isEqualTo(2);
        assertThat(MapShape.of(MapShape.MAX_VIRTUAL_SIZE, 65536).chunkCount()).isEqualTo(1L << 46);
    }

    @Test
    void refusesAbsurdDisks() {
        assertThatThrownBy(() -> new MapShape(MapShape.MAX_CHUNKS + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MapShape(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
