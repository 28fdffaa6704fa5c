package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineOptionsTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void defaultsFitASmallHeap() {
        EngineOptions defaults = EngineOptions.defaults();

        assertThat(defaults.bytesInFlight()).isEqualTo(64L << 20);
        assertThat(defaults.workers()).isBetween(2, 16);
        assertThat(defaults.uploads()).isEqualTo(3);
        assertThat(defaults.readOptions(false).readers()).isEqualTo(9);
        assertThat(defaults.compressionLevel()).isEqualTo(2);
        assertThat(defaults.recheck()).isEqualTo(new RecheckSample(0.01, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "8388607, 2, 3, 1, bytesInFlight",
        "67108864, 0, 3, 1, workers",
        "67108864, 2, 0, 1, uploads",
        "67108864, 2, 65, 1, uploads",
        "67108864, 2, 3, 0, compressionLevel",
        "67108864, 2, 3, 20, compressionLevel"
    })
    void whatIsOutOfRangeIsNamed(long bytesInFlight, int workers, int uploads, int level, String named) {
        assertThatThrownBy(() -> new EngineOptions(bytesInFlight, workers, uploads, level, RecheckSample.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"64, 65536, 64, 16", "8, 65536, 8, 2", "8, 4194304, 32, 16", "1024, 65536, 1024, 16"})
    void packsFitTheMemoryAndAFewChunks(int budget, int chunkSize, int inFlight, int packSize) {
        EngineOptions options = new EngineOptions((long) budget * MEBIBYTE, 2, 3, 1, RecheckSample.NONE);

        assertThat(options.writeOptions(chunkSize).bytesInFlight()).isEqualTo((long) inFlight * MEBIBYTE);
        assertThat(options.writeOptions(chunkSize).packSize()).isEqualTo(packSize * MEBIBYTE);
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 16, 0, 16",
        "0.01, 16, 104857600, 16",
        "0.01, 16, 1073741824, 163",
        "0.01, 16, 1099511627776, 65536",
        "0, 0, 1073741824, 0",
        "0.5, 0, 131072, 1"
    })
    void theSampleIsAFractionOfWhatWasReadAndAtLeastItsMinimum(
            double fraction, int minimum, long readBytes, int expected) {
        assertThat(new RecheckSample(fraction, minimum).chunks(readBytes, 65_536))
                .isEqualTo(expected);
    }

    @Test
    void aSampleOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new RecheckSample(1.1, 0)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new RecheckSample(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new RecheckSample(0, -1)).hasMessageContaining("-1");
    }
}
