package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.run.PassingFailures;
import io.tidemark.engine.FailureCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PassingFailuresTest {
    @Test
    void areCodesOfTheEngine() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::wireName))
                .containsAll(PassingFailures.CODES);
    }

    @Test
    void tellOfNoDamageAndNoMistake() {
        assertThat(PassingFailures.CODES)
                .doesNotContain(
                        FailureCode.WRONG_KEY.wireName(),
                        FailureCode.CHUNK_CORRUPT.wireName(),
                        FailureCode.OBJECT_CORRUPT.wireName(),
                        FailureCode.OBJECT_MISSING.wireName(),
                        FailureCode.REQUEST_INVALID.wireName(),
                        FailureCode.INTERNAL.wireName());
    }
}
