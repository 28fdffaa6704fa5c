package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.Progress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadingPaceTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");

    private final ReadingPace pace = new ReadingPace();

    @Test
    void tellsTheSpeedOfTheLastSecondsAndTheEndOnceItHasWatchedForAWhile() {
        assertThat(at(0, 0, 1000)).isEqualTo(RunView.Pace.NONE);
        assertThat(at(2, 40, 1000)).isEqualTo(new RunView.Pace(20, null));

        RunView.Pace settled = at(5, 100, 1000);

        assertThat(settled).isEqualTo(new RunView.Pace(20, BEGIN.plusSeconds(50)));
        for (int second = 6; second <= 20; second++) {
            at(second, 100 + (second - 5) * 10L, 1000);
        }
        assertThat(at(21, 260, 1000).bytesPerSecond()).isEqualTo(10);
    }

    @Test
    void doesNotGuessTheEndWhileMoreIsFound() {
        at(0, 0, 100);
        at(4, 40, 200);
        RunView.Pace growing = at(8, 80, 300);

        assertThat(growing).isEqualTo(new RunView.Pace(10, null));
    }

    @Test
    void fallsToNoughtWhenNothingMoves() {
        at(0, 0, 1000);
        at(5, 500, 1000);
        at(6, 500, 1000);

        assertThat(at(17, 500, 1000)).isEqualTo(RunView.Pace.NONE);
        assertThat(at(23, 500, 1000)).isEqualTo(new RunView.Pace(0, null));
    }

    @Test
    void forgetsWhatWasReadBeforeTheRunBeganOver() {
        at(0, 0, 1000);
        at(5, 500, 1000);

        assertThat(at(6, 10, 1000)).isEqualTo(RunView.Pace.NONE);
        assertThat(at(8, 30, 1000)).isEqualTo(new RunView.Pace(10, null));
    }

    private RunView.Pace at(int second, long read, long found) {
        return pace.at(new Progress(10_000, found, read, 0, 0), BEGIN.plusSeconds(second));
    }
}
