package io.tidemark.engine.mark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkNameTest {
    private static final String SPELT =
            "tidemark-11111111-2222-4333-8444-555555555555-01990000-0000-7000-8000-00000000000a";

    @Test
    void aNameSurvivesARoundTrip() {
        MarkName name = new MarkName(
                new RepositoryId(UUID.fromString("11111111-2222-4333-8444-555555555555")),
                new PointId(UUID.fromString("01990000-0000-7000-8000-00000000000a")));

        assertThat(name).hasToString(SPELT);
        assertThat(MarkName.parse(SPELT)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tidemark-",
                "backup0",
                "tidemark-11111111-2222-4333-8444-555555555555",
                "tidemark-11111111-2222-4333-8444-555555555555-01990000-0000-7000-8000-00000000000A",
                "Tidemark-11111111-2222-4333-8444-555555555555-01990000-0000-7000-8000-00000000000a",
                "tidemark-11111111-2222-4333-8444-555555555555_01990000-0000-7000-8000-00000000000a",
                "tidemark-11111111-2222-4333-8444-555555555555-01990000-0000-7000-8000-00000000000a ",
                "tidemark-zzzzzzzz-2222-4333-8444-555555555555-01990000-0000-7000-8000-00000000000a"
            })
    void whatIsNotSpeltExactlyBelongsToSomebodyElse(String name) {
        assertThat(MarkName.parse(name)).isEmpty();
    }
}
