package io.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

class SeededTest {

    private final String given = System.clearProperty(SeededRandomness.SEED_PROPERTY);

    private static final List<Long> DRAWN = new ArrayList<>();

    @AfterEach
    void restoreTheProperty() {
        if (given != null) {
            System.setProperty(SeededRandomness.SEED_PROPERTY, given);
        }
    }

    @Test
    void failuresNameTheSeedThatReproducesThem() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(AlwaysFails.class))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                suppressed(0, message(text -> text.matches("Reproduce with -Dtest\\.seed=-?\\d+")))));
    }

    @Test
    void theSeedPropertyDecidesEveryDraw() {
        List<Long> first = drawWithSeed("42");
        List<Long> second = drawWithSeed("42");

        assertThat(first).isEqualTo(second).hasSize(3);
        assertThat(first).containsOnly(first.getFirst());
    }

    @Test
    void withoutThePropertyRepetitionsDrawDifferentNumbersAndRunsTheSame() {
        List<Long> first = draw();
        List<Long> second = draw();

        assertThat(first).isEqualTo(second).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void theWordRandomDrawsNewNumbersInEachRun() {
        List<Long> first = drawWithSeed("random");
        List<Long> second = drawWithSeed("random");

        assertThat(first).hasSize(3).doesNotHaveDuplicates().doesNotContainAnyElementsOf(second);
    }

    private static List<Long> drawWithSeed(String seed) {
        System.setProperty(SeededRandomness.SEED_PROPERTY, seed);
        try {
            return draw();
        } finally {
            System.clearProperty(SeededRandomness.SEED_PROPERTY);
        }
    }

    private static List<Long> draw() {
        DRAWN.clear();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Draws.class))
                .execute();
        return List.copyOf(DRAWN);
    }

    @Seeded
    static class AlwaysFails {
        @Test
        void fails(RandomGenerator random) {
            assertThat(random.nextInt(10)).isNegative();
        }
    }

    @Seeded
    static class Draws {
        @BeforeEach
        void setUp(RandomGenerator random) {
            DRAWN.add(random.nextLong());
        }

        @RepeatedTest(3)
        void draws(RandomGenerator random) {
            assertThat(random).isNotNull();
        }
    }
}
