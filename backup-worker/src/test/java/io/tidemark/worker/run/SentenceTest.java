package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.error.WrongKeyException;
import io.tidemark.repository.store.StoreAccessDeniedException;
import org.junit.jupiter.api.Test;

class SentenceTest {

    @Test
    void endsAMessageThatHasNoFullStopAndLeavesOneThatHas() {
        Exception open = new StoreAccessDeniedException("User tidemark must be allowed to write there", null);
        Exception ended = new WrongKeyException("s3://bucket/prefix", 1, 0);

        assertThat(Sentence.of(open)).isEqualTo("User tidemark must be allowed to write there.");
        assertThat(Sentence.of(ended)).isEqualTo(ended.getMessage()).endsWith(".");
    }
}
