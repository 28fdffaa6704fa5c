package io.tidemark.catalog.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.schedule.MissedRun;
import io.tidemark.testing.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Seeded
class StartTermsTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    @ParameterizedTest
    @CsvSource({
        // Vienna is an hour ahead of UTC in November.
        "22:00, 06:00, 2026-11-23T01:00:00Z, 2026-11-23T01:00:00Z",
        "22:00, 06:00, 2026-11-23T21:30:00Z, 2026-11-23T21:30:00Z",
        "22:00, 06:00, 2026-11-23T04:59:59Z, 2026-11-23T04:59:59Z",
        "22:00, 06:00, 2026-11-23T05:00:00Z, 2026-11-23T21:00:00Z",
        "22:00, 06:00, 2026-11-23T12:00:00Z, 2026-11-23T21:00:00Z",
        "08:00, 18:00, 2026-11-23T06:00:00Z, 2026-11-23T07:00:00Z",
        "08:00, 18:00, 2026-11-23T07:00:00Z, 2026-11-23T07:00:00Z",
        "08:00, 18:00, 2026-11-23T17:00:00Z, 2026-11-24T07:00:00Z",
        // 02:30 does not exist on the day on which summer time begins; the window opens when the clock has jumped.
        "02:30, 04:00, 2026-03-29T00:00:00Z, 2026-03-29T01:30:00Z",
    })
    void aWindowOpensAtItsTimeOfDayInThePolicysZone(String from, String to, Instant at, Instant opening) {
        assertThat(window(from, to, 0).opening(at, VIENNA)).isEqualTo(opening);
    }

    @Test
    void withoutAWindowAnyTimeIsRight() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");

        assertThat(StartTerms.AT_ONCE.opening(now, VIENNA)).isEqualTo(now);
    }

    @Test
    void jitterSpreadsBeginningsOverItsSpanAndNeverLeavesTheWindow(RandomGenerator random) {
        StartTerms terms = window("22:00", "06:00", 3600);
        Instant evening = Instant.parse("2026-11-23T21:10:00Z");
        Instant nearlyOver = Instant.parse("2026-11-23T04:50:00Z");
        Duration latest = Duration.ZERO;
        for (int n = 0; n < 1000; n++) {
            Duration late = Duration.between(evening, terms.begin(evening, VIENNA, random));
            assertThat(late).isBetween(Duration.ZERO, Duration.ofHours(1));
            latest = late.compareTo(latest) > 0 ? late : latest;
            Instant begins = terms.begin(nearlyOver, VIENNA, random);
            assertThat(terms.opening(begins, VIENNA)).isEqualTo(begins);
            assertThat(begins).isBefore(Instant.parse("2026-11-23T05:00:00Z"));
        }
        assertThat(latest).isGreaterThan(Duration.ofMinutes(55));
    }

    @Test
    void aWindowHasABeginningAnEndAndALength() {
        assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> window("08:00", "08:00", 0));
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> new StartTerms(0, MissedRun.ONCE, LocalTime.NOON, null))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("window-invalid"));
    }

    private static StartTerms window(String from, String to, int jitter) {
        return new StartTerms(jitter, MissedRun.ONCE, LocalTime.parse(from), LocalTime.parse(to));
    }
}
