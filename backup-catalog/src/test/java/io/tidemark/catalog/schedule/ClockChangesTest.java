package io.tidemark.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Seeded;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In Vienna clocks are put from 02:00 to 03:00 on 28 March 2027 and from 03:00 to 02:00 on 31 October 2027.
@Seeded
class ClockChangesTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            # a time that does not exist is an hour later by the clock, and as ever a day after the one before
            0 30 2 * * ?   ; 2027-03-26T12:00:00Z ; 2027-03-27T01:30:00Z 2027-03-28T01:30:00Z 2027-03-29T00:30:00Z
            0 0 2 * * ?    ; 2027-03-26T12:00:00Z ; 2027-03-27T01:00:00Z 2027-03-28T01:00:00Z 2027-03-29T00:00:00Z
            0 30 2 28 3 ?  ; 2027-01-01T00:00:00Z ; 2027-03-28T01:30:00Z 2028-03-28T00:30:00Z
            0 30 2 28 3 ? 2027 ; 2027-03-28T00:59:59Z ; 2027-03-28T01:30:00Z
            # times before and after are where they were
            0 59 1 * * ?   ; 2027-03-27T12:00:00Z ; 2027-03-28T00:59:00Z 2027-03-28T23:59:00Z
            0 0 3 * * ?    ; 2027-03-27T12:00:00Z ; 2027-03-28T01:00:00Z 2027-03-29T01:00:00Z
            # two that fall together are one
            0 30 2,3 * * ? ; 2027-03-28T00:00:00Z ; 2027-03-28T01:30:00Z 2027-03-29T00:30:00Z 2027-03-29T01:30:00Z
            0 15 2 * * ?   ; 2027-03-28T01:15:00Z ; 2027-03-29T00:15:00Z
            # each hour is each hour
            0 30 * * * ?   ; 2027-03-28T00:00:00Z ; 2027-03-28T00:30:00Z 2027-03-28T01:30:00Z 2027-03-28T02:30:00Z
            0 */20 2-4 * * ? ; 2027-03-28T00:30:00Z ; 2027-03-28T01:00:00Z 2027-03-28T01:20:00Z 2027-03-28T01:40:00Z 2027-03-28T02:00:00Z
            """)
    void clocksPutForwardLeaveNothingOut(String cron, Instant after, String expected) {
        assertFires(cron, "Europe/Vienna", after, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            # a time that comes twice counts once, the first time
            0 30 2 * * ?   ; 2027-10-29T12:00:00Z ; 2027-10-30T00:30:00Z 2027-10-31T00:30:00Z 2027-11-01T01:30:00Z
            0 0 2 * * ?    ; 2027-10-29T12:00:00Z ; 2027-10-30T00:00:00Z 2027-10-31T00:00:00Z 2027-11-01T01:00:00Z
            0 30 2 31 10 ? 2027 ; 2027-01-01T00:00:00Z ; 2027-10-31T00:30:00Z
            # asked in between
            0 30 2 * * ?   ; 2027-10-31T00:30:00Z ; 2027-11-01T01:30:00Z
            0 30 2 * * ?   ; 2027-10-31T01:15:00Z ; 2027-11-01T01:30:00Z
            # times before and after are where they were
            0 0 3 * * ?    ; 2027-10-30T12:00:00Z ; 2027-10-31T02:00:00Z 2027-11-01T02:00:00Z
            0 59 1 * * ?   ; 2027-10-30T12:00:00Z ; 2027-10-30T23:59:00Z 2027-11-01T00:59:00Z
            # two of a night are two
            0 30 2,3 * * ? ; 2027-10-31T00:00:00Z ; 2027-10-31T00:30:00Z 2027-10-31T02:30:00Z 2027-11-01T01:30:00Z
            # each hour is each hour
            0 30 * * * ?   ; 2027-10-30T23:45:00Z ; 2027-10-31T00:30:00Z 2027-10-31T01:30:00Z 2027-10-31T02:30:00Z
            0 0 0-6 * * ?  ; 2027-10-30T23:30:00Z ; 2027-10-31T00:00:00Z 2027-10-31T01:00:00Z 2027-10-31T02:00:00Z
            0 */30 * * * ? ; 2027-10-31T00:00:00Z ; 2027-10-31T00:30:00Z 2027-10-31T01:00:00Z 2027-10-31T01:30:00Z 2027-10-31T02:00:00Z
            """)
    void clocksPutBackRepeatOnlyWhatIsEachHour(String cron, Instant after, String expected) {
        assertFires(cron, "Europe/Vienna", after, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            # half an hour, forward at 02:00 and back at 02:00
            Australia/Lord_Howe ; 0 15 2 * * ?  ; 2026-10-03T00:00:00Z ; 2026-10-03T15:45:00Z 2026-10-04T15:15:00Z
            Australia/Lord_Howe ; 0 45 1 * * ?  ; 2027-04-03T00:00:00Z ; 2027-04-03T14:45:00Z 2027-04-04T15:15:00Z
            # midnight that does not exist
            Asia/Beirut         ; 0 0 0 * * ?   ; 2027-03-27T12:00:00Z ; 2027-03-27T22:00:00Z 2027-03-28T21:00:00Z
            # a day that does not exist
            Pacific/Apia        ; 0 30 2 * * ?  ; 2011-12-28T20:00:00Z ; 2011-12-29T12:30:00Z 2011-12-30T12:30:00Z 2011-12-31T12:30:00Z
            # no changes at all
            UTC                 ; 0 30 2 * * ?  ; 2027-03-27T12:00:00Z ; 2027-03-28T02:30:00Z
            +02:00              ; 0 30 2 * * ?  ; 2027-03-27T12:00:00Z ; 2027-03-28T00:30:00Z
            UTC+02:00           ; 0 30 2 * * ?  ; 2027-03-27T12:00:00Z ; 2027-03-28T00:30:00Z
            """)
    void otherZonesHaveOtherChanges(String zone, String cron, Instant after, String expected) {
        assertFires(cron, zone, after, expected);
    }

    @Test
    void aScheduleThatIsOverFiresNoMore() {
        CronSchedule over = CronSchedule.stored("0 30 2 28 3 ? 2027", "Europe/Vienna");

        assertThat(over.next(Instant.parse("2027-03-28T01:30:00Z"))).isNull();
    }

    @Test
    void aRareScheduleIsFoundAcrossManyChanges() {
        CronSchedule leapDay = CronSchedule.stored("0 30 2 29 2 ?", "Europe/Vienna");
        CronSchedule farAway = CronSchedule.stored("0 30 2 28 3 ? 2093", "Europe/Vienna");

        assertThat(leapDay.next(Instant.parse("2096-03-01T00:00:00Z"))).isEqualTo("2104-02-29T01:30:00Z");
        assertThat(farAway.next(Instant.parse("2027-03-01T00:00:00Z"))).isEqualTo("2093-03-28T01:30:00Z");
    }

    /// Against times that are told one by one by what the clock on the wall shows.
    @RepeatedTest(20)
    void everyFireTimeIsWhatTheClockShowsOrIsMadeGood(RandomGenerator random) {
        String zone = pick(random, "Europe/Vienna", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca");
        String cron =
                pick(random, "0 0 * * * ?", "0 30 2 * * ?", "0 15 0/2 * * ?", "0 45 1,2,3 * * ?", "0 0/10 1-3 * * ?");
        Instant from = Instant.parse("2026-01-01T00:00:00Z").plus(random.nextInt(700), ChronoUnit.DAYS);
        Instant to = from.plus(200, ChronoUnit.DAYS);
        CronSchedule schedule = CronSchedule.stored(cron, zone);

        Set<Instant> walked = new TreeSet<>();
        for (Instant time = schedule.next(from); time != null && time.isBefore(to); time = schedule.next(time)) {
            assertThat(walked.add(time)).isTrue();
        }

        CronSchedule clock = CronSchedule.stored(cron, "UTC");
        Set<Instant> wanted = new TreeSet<>();
        Instant begin = from.minus(2, ChronoUnit.DAYS);
        Instant end = to.plus(2, ChronoUnit.DAYS);
        for (Instant time = clock.next(begin); time != null && time.isBefore(end); time = clock.next(time)) {
            wanted.add(time.atZone(ZoneId.of("UTC"))
                    .toLocalDateTime()
                    .atZone(ZoneId.of(zone))
                    .toInstant());
        }
        wanted.removeIf(time -> !time.isAfter(from) || !time.isBefore(to));
        assertThat(walked).containsAll(wanted);
        walked.removeAll(wanted);
        assertThat(walked)
                .allSatisfy(again -> assertThat(again.atZone(ZoneId.of(zone))
                                .withEarlierOffsetAtOverlap()
                                .toInstant())
                        .isBefore(again)
                        .isIn(wanted));
    }

    private static String pick(RandomGenerator random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static void assertFires(String cron, String zone, Instant after, String expected) {
        List<Instant> times =
                Arrays.stream(expected.split(" ")).map(Instant::parse).toList();

        assertThat(CronSchedule.stored(cron, zone).nextFireTimes(times.size(), after))
                .isEqualTo(times);
    }
}
