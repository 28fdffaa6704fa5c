package io.tidemark.catalog.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.schedule.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NextFireTimesTest {
    private static final Instant NIGHT = Instant.parse("2026-11-23T02:30:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);
    private final NextFireTimes times = new NextFireTimes(now::get);
    private final CronSchedule nightly = CronSchedule.stored("0 30 2 * * ?", "UTC");

    @Test
    void areThoseAfterNowHoweverTheClockMoves() {
        for (Duration later : new Duration[] {
            Duration.ZERO,
            Duration.ofHours(23),
            Duration.ofDays(1).minusMillis(1),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofHours(1),
            Duration.ofDays(-1),
            Duration.ofDays(-1).minusSeconds(1)
        }) {
            now.set(NIGHT.plus(later));

            assertThat(times.of(nightly)).as("after %s", later).isEqualTo(nightly.nextFireTimes(5, now.get()));
        }
    }

    @Test
    void ofAScheduleThatEndedAreNone() {
        CronSchedule ended = CronSchedule.stored("0 30 2 1 1 ? 2026", "UTC");

        assertThat(times.of(ended)).isEmpty();
        assertThat(times.of(ended)).isEmpty();
    }
}
