package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.run.RunView;
import io.tidemark.engine.Progress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkPaceTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");

    private final WorkPace pace = new WorkPace();

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

    @Test
    void whatWaitsForTheStoreIsNotDoneYet() {
        // All memory is full after a second, and then 10 bytes leave in each.
        at(0, 0, 1000);
        for (int second = 1; second <= 40; second++) {
            long sent = second * 10L;
            long read = Math.min(1000, 640 + sent / 160 * 160);

            RunView.Pace told = at(second, read, 1000, read / 2, read / 2 - sent);

            if (second >= 5) {
                assertThat(told).as("at " + second).isEqualTo(new RunView.Pace(20, BEGIN.plusSeconds(50)));
            }
        }
    }

    @Test
    void whatTheRepositoryHasAlreadyWaitsForNothing() {
        at(0, 0, 10_000);
        at(5, 5000, 10_000, 0, 0);
        assertThat(at(6, 6000, 10_000, 1, 1).bytesPerSecond())
                .as("the first new byte waits")
                .isEqualTo(833);
        assertThat(at(8, 8000, 10_000, 1, 0)).isEqualTo(new RunView.Pace(1000, BEGIN.plusSeconds(10)));
    }

    private RunView.Pace at(int second, long read, long found) {
        return at(second, read, found, 0, 0);
    }

    private RunView.Pace at(int second, long read, long found, long stored, long waiting) {
        return pace.at(new Progress(10_000, found, read, stored, stored - waiting, waiting), BEGIN.plusSeconds(second));
    }
}
