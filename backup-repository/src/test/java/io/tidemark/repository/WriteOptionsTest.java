package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteOptionsTest {

    @Test
    void fourPacksOf16MebibytesAreInFlightByDefault() {
        WriteOptions options = WriteOptions.standard();

        assertThat(options.packSize()).isEqualTo(16 << 20);
        assertThat(options.packsInFlight()).isEqualTo(4);
        assertThat(options.compressionLevel()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "67108864, 3, 1, 65535",
        "268435456, 3, 1, 67108865",
        "33554431, 3, 1, 16777216",
        "67108864, 0, 1, 16777216",
        "67108864, 65, 1, 16777216",
        "67108864, 3, 0, 16777216",
        "67108864, 3, 20, 16777216"
    })
    void whatCannotWorkIsRefused(long bytesInFlight, int uploads, int level, int packSize) {
        assertThatThrownBy(() -> new WriteOptions(bytesInFlight, uploads, level, packSize))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
