package io.tidemark.repository.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.map.MapRoot;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.retention.RetentionVerdict.Reason;
import io.tidemark.repository.retention.RetentionVerdict.Rule;
import io.tidemark.testing.Seeded;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class RetentionTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static Point point(String machine, Instant at) {
        return point(machine, at, null);
    }

    private static Point point(String machine, Instant at, @Nullable PointId base) {
        return point(PointId.next(Clock.fixed(at, ZoneOffset.UTC), RandomGenerator.getDefault()), machine, at, base);
    }

    private static Point point(PointId id, String machine, Instant at, @Nullable PointId base) {
        DiskDescription disk =
                new DiskDescription("vda", "/vda", "raw", 0, List.of(), "full", "auto", "because", base, 0, 0);
        return new Point(id, machine, at, List.of(new PointDisk(0, new MapRoot(0, null), 0, 0, disk)));
    }

    private static List<Point> points(String... instants) {
        return Stream.of(instants)
                .map(each -> point("web", Instant.parse(each)))
                .toList();
    }

    private static RetentionRules rules(int last, int hourly, int daily, int weekly, int monthly, int yearly) {
        return new RetentionRules(last, hourly, daily, weekly, monthly, yearly, null);
    }

    private static RetentionRules within(String span) {
        return new RetentionRules(0, 0, 0, 0, 0, 0, RetentionSpan.parse(span));
    }

    private static List<String> kept(RetentionRules rules, ZoneId zone, List<Point> points) {
        return new Retention(rules, zone, NOW)
                .judge(points, Standing.NONE).stream()
                        .filter(RetentionVerdict::keep)
                        .map(verdict -> verdict.point().createdAt().toString())
                        .toList();
    }

    @Test
    void anEmptyRuleSetIsRefused() {
        assertThatThrownBy(() -> rules(0, 0, 0, 0, 0, 0)).hasMessageContaining("keep-last");
        assertThatThrownBy(() -> rules(3, -1, 0, 0, 0, 0)).hasMessageContaining("negative");
    }

    @Test
    void theNewestPointOfEachOfTheLastDaysThatHaveOneStays() {
        List<Point> points = points(
                "2026-05-01T08:00:00Z",
                "2026-05-02T08:00:00Z",
                "2026-05-02T11:00:00Z",
                "2026-05-04T09:00:00Z",
                "2026-05-05T10:00:00Z");

        assertThat(kept(rules(0, 0, 3, 0, 0, 0), ZoneOffset.UTC, points))
                .containsExactly("2026-05-02T11:00:00Z", "2026-05-04T09:00:00Z", "2026-05-05T10:00:00Z");
        assertThat(kept(rules(0, 0, 99, 0, 0, 0), ZoneOffset.UTC, points)).hasSize(4);
        assertThat(kept(rules(2, 0, 0, 0, 0, 0), ZoneOffset.UTC, points))
                .containsExactly("2026-05-04T09:00:00Z", "2026-05-05T10:00:00Z");
    }

    @Test
    void aDayIsOneOfTheTimeZone() {
        List<Point> points = points("2026-05-01T21:30:00Z", "2026-05-01T22:30:00Z", "2026-05-02T21:30:00Z");

        assertThat(kept(rules(0, 0, 9, 0, 0, 0), ZoneOffset.UTC, points))
                .containsExactly("2026-05-01T22:30:00Z", "2026-05-02T21:30:00Z");
        assertThat(kept(rules(0, 0, 9, 0, 0, 0), VIENNA, points))
                .containsExactly("2026-05-01T21:30:00Z", "2026-05-02T21:30:00Z");
    }

    @Test
    void theHourThatComesTwiceInAutumnIsTwoHours() {
        List<Point> points = points("2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z");

        List<RetentionVerdict> verdicts =
                new Retention(rules(0, 9, 0, 0, 0, 0), VIENNA, NOW).judge(points, Standing.NONE);

        assertThat(verdicts.get(0).keep()).isFalse();
        assertThat(verdicts.get(1).reasons()).containsExactly(new Reason(Rule.HOURLY, "2026-10-25T02+02:00"));
        assertThat(verdicts.get(2).reasons()).contains(new Reason(Rule.HOURLY, "2026-10-25T02+01:00"));
    }

    @Test
    void aDayWithoutAnHourInSpringIsOneDay() {
        List<Point> points = points(
                "2026-03-28T23:30:00Z", // 00:30 on the 29th
                "2026-03-29T00:30:00Z", // 01:30
                "2026-03-29T01:30:00Z", // 03:30, an hour later by the sun, two by the clock
                "2026-03-29T21:30:00Z", // 23:30
                "2026-03-29T22:30:00Z"); // 00:30 on the 30th

        assertThat(kept(rules(0, 0, 2, 0, 0, 0), VIENNA, points))
                .containsExactly("2026-03-29T21:30:00Z", "2026-03-29T22:30:00Z");
        assertThat(kept(rules(0, 9, 0, 0, 0, 0), VIENNA, points)).hasSize(5);
    }

    @Test
    void aSpanFollowsTheCalendarThroughAChangeOfTheClock() {
        List<Point> points = points("2026-10-24T21:59:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");

        // A day before midnight of the 26th is midnight of the 25th: 25 hours earlier.
        assertThat(kept(within("1d"), VIENNA, points)).containsExactly("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assertThat(kept(within("24h"), VIENNA, points)).containsExactly("2026-10-25T23:00:00Z");
        assertThat(kept(within("9999y"), VIENNA, points)).hasSize(3);
    }

    @Test
    void weeksAreThoseOfIso() {
        // 2026-12-31 is a Thursday: it and the first three days of 2027 are week 53 of 2026.
        List<Point> points = points("2026-12-27T12:00:00Z", "2026-12-28T12:00:00Z", "2026-12-31T12:00:00Z");

        List<RetentionVerdict> verdicts =
                new Retention(rules(0, 0, 0, 5, 0, 0), ZoneOffset.UTC, NOW).judge(points, Standing.NONE);

        assertThat(verdicts.get(0).reasons()).containsExactly(new Reason(Rule.WEEKLY, "2026-W52"));
        assertThat(verdicts.get(1).keep()).isFalse();
        assertThat(verdicts.get(2).reasons()).contains(new Reason(Rule.WEEKLY, "2026-W53"));
    }

    @Test
    void everyRuleThatKeepsAPointIsTold() {
        List<Point> points = points("2026-05-01T08:00:00Z");

        List<RetentionVerdict> verdicts = new Retention(
                        new RetentionRules(1, 1, 1, 1, 1, 1, RetentionSpan.parse("1h")), ZoneOffset.UTC, NOW)
                .judge(points, new Standing(Set.of(points.getFirst().id()), Set.of(), Set.of()));

        assertThat(verdicts.getFirst().reasons())
                .extracting(Reason::rule)
                .containsExactly(
                        Rule.LAST,
                        Rule.HOURLY,
                        Rule.DAILY,
                        Rule.WEEKLY,
                        Rule.MONTHLY,
                        Rule.YEARLY,
                        Rule.WITHIN,
                        Rule.PINNED,
                        Rule.NEWEST);
    }

    @Test
    void aPinnedPointStaysAndIsCountedAsAnyOther() {
        List<Point> points = points("2026-05-01T08:00:00Z", "2026-05-02T08:00:00Z", "2026-05-03T08:00:00Z");

        List<RetentionVerdict> verdicts = new Retention(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, NOW)
                .judge(points, new Standing(Set.of(points.getFirst().id()), Set.of(), Set.of()));

        assertThat(verdicts).extracting(RetentionVerdict::keep).containsExactly(true, false, true);
    }

    @Test
    void eachMachineIsJudgedForItself() {
        Point old = point("db", Instant.parse("2020-01-01T00:00:00Z"));
        List<Point> points = new ArrayList<>(points("2026-05-01T08:00:00Z", "2026-05-02T08:00:00Z"));
        points.add(old);

        List<RetentionVerdict> verdicts = new Retention(within("1h"), ZoneOffset.UTC, NOW).judge(points, Standing.NONE);

        assertThat(verdicts).extracting(RetentionVerdict::keep).containsExactly(true, false, true);
        assertThat(verdicts.getFirst().point()).isEqualTo(old);
    }

    @Test
    void pointsOfAWrongClockPushNothingOut() {
        List<Point> points = points("2026-05-01T08:00:00Z", "2026-05-02T08:00:00Z", "2050-01-01T00:00:00Z");

        List<RetentionVerdict> last =
                new Retention(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, NOW).judge(points, Standing.NONE);

        assertThat(last).extracting(RetentionVerdict::keep).containsExactly(false, true, true);
        assertThat(last.get(1).reasons()).extracting(Reason::rule).containsExactly(Rule.LAST, Rule.NEWEST);
        assertThat(last.get(2).reasons()).extracting(Reason::rule).containsExactly(Rule.FUTURE);
        assertThat(kept(within("2d"), ZoneOffset.UTC, points)).hasSize(3);
    }

    @Test
    void pointsOfAClockThatIsBehindCountAsMadeAfterThoseTheyWereMadeFrom() {
        Point first = point("web", Instant.parse("2026-05-01T08:00:00Z"));
        Point second = point("web", Instant.parse("2026-05-02T08:00:00Z"), first.id());
        Point behind = point("web", Instant.parse("2019-01-01T00:00:00Z"), second.id());
        Point behindToo = point("web", Instant.parse("2019-01-02T00:00:00Z"), behind.id());
        List<Point> points = List.of(behind, behindToo, first, second);

        assertThat(kept(rules(2, 0, 0, 0, 0, 0), ZoneOffset.UTC, points))
                .containsExactly("2019-01-01T00:00:00Z", "2019-01-02T00:00:00Z");
        assertThat(kept(rules(0, 0, 5, 0, 0, 0), ZoneOffset.UTC, points))
                .containsExactly("2026-05-01T08:00:00Z", "2019-01-02T00:00:00Z");
        assertThat(kept(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, List.of(behind, first)))
                .as("the base is no longer there, but its id tells its time")
                .containsExactly("2019-01-01T00:00:00Z");
    }

    @Test
    void aBaseWithADateInTheFutureCorrectsNothing() {
        Point ahead = point("web", Instant.parse("2050-01-01T00:00:00Z"));
        Point right = point("web", Instant.parse("2026-05-01T08:00:00Z"), ahead.id());
        Point newer = point("web", Instant.parse("2026-05-02T08:00:00Z"), right.id());

        assertThat(kept(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, List.of(ahead, right, newer)))
                .containsExactly("2026-05-02T08:00:00Z", "2050-01-01T00:00:00Z");
    }

    @Test
    void aLineOfManyPointsIsFollowedAndACircleIsLeft() {
        Instant at = Instant.parse("2026-05-01T08:00:00Z");
        List<Point> line = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            line.addFirst(
                    point("web", at, line.isEmpty() ? null : line.getFirst().id()));
        }
        PointId one = PointId.next(Clock.fixed(at, ZoneOffset.UTC), RandomGenerator.getDefault());
        PointId two = PointId.next(Clock.fixed(at, ZoneOffset.UTC), RandomGenerator.getDefault());
        List<Point> circle = List.of(point(one, "web", at, two), point(two, "web", at, one));

        List<RetentionVerdict> verdicts =
                new Retention(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, NOW).judge(line, Standing.NONE);

        assertThat(verdicts.getLast().point()).isEqualTo(line.getFirst());
        assertThat(verdicts).filteredOn(RetentionVerdict::keep).hasSize(1);
        assertThat(kept(rules(2, 0, 0, 0, 0, 0), ZoneOffset.UTC, circle)).hasSize(2);
    }

    @Test
    void damagedPointsPushNothingOutAndGrowOldAllTheSame() {
        List<Point> points =
                points("2026-05-01T08:00:00Z", "2026-05-02T08:00:00Z", "2026-05-03T08:00:00Z", "2026-05-04T08:00:00Z");
        Standing damaged = new Standing(
                Set.of(),
                Set.of(),
                Set.of(points.get(0).id(), points.get(2).id(), points.get(3).id()));

        List<RetentionVerdict> verdicts =
                new Retention(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, NOW).judge(points, damaged);

        assertThat(verdicts).extracting(RetentionVerdict::keep).containsExactly(false, true, false, true);
        assertThat(verdicts.get(1).reasons())
                .containsExactly(new Reason(Rule.LAST, "1 of 1"), new Reason(Rule.NEWEST, ""));
        assertThat(verdicts.get(3).reasons())
                .containsExactly(new Reason(Rule.LAST, "1 of 1"), new Reason(Rule.NEWEST, ""));
    }

    @Test
    void pointsThatMayNotExistPushNothingOut() {
        List<Point> points = points("2026-05-01T08:00:00Z", "2026-05-02T08:00:00Z", "2026-05-03T08:00:00Z");

        List<RetentionVerdict> verdicts = new Retention(rules(1, 0, 0, 0, 0, 0), ZoneOffset.UTC, NOW)
                .judge(points, new Standing(Set.of(), Set.of(points.getLast().id()), Set.of()));

        assertThat(verdicts).extracting(RetentionVerdict::keep).containsExactly(false, true, true);
        assertThat(verdicts.get(2).reasons()).extracting(Reason::rule).containsExactly(Rule.UNSETTLED);
    }

    @Test
    void spansAreReadAsTheyAreWritten() {
        for (String text : List.of("1y6m70d12h", "3d", "48h", "2y", "11m")) {
            assertThat(RetentionSpan.parse(text)).hasToString(text);
        }
        assertThat(RetentionSpan.parse("2w1d")).isEqualTo(RetentionSpan.parse("15d"));
        for (String text : List.of("", "3", "d", "1h1d", "-1d", "0d", "1D", "12345y", "1.5d", " 1d")) {
            assertThatThrownBy(() -> RetentionSpan.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static @Nullable RetentionSpan anySpan(RandomGenerator random) {
        return random.nextBoolean() ? null : new RetentionSpan(random.nextInt(3), random.nextInt(40), 1);
    }

    /// Whatever the points and rules: the newest one and the pinned ones stay, each rule keeps as many as it
    /// says, and one more rule never deletes.
    @RepeatedTest(100)
    void rulesNeverTakeAwayWhatOthersKeep(RandomGenerator random) {
        List<Point> points = new ArrayList<>();
        Set<PointId> pinned = new HashSet<>();
        long span = random.nextLong(3_600, 3L * 365 * 86_400);
        for (int i = random.nextInt(1, 60); i > 0; i--) {
            points.add(point("web", NOW.minusSeconds(random.nextLong(span))));
            if (random.nextInt(10) == 0) {
                pinned.add(points.getLast().id());
            }
        }
        int[] counts = random.ints(6, 0, 5).toArray();
        counts[random.nextInt(6)]++;
        RetentionRules few =
                new RetentionRules(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], anySpan(random));
        counts[random.nextInt(6)]++;
        RetentionRules more =
                new RetentionRules(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], few.within());
        ZoneId zone = random.nextBoolean() ? VIENNA : ZoneId.of("Australia/Lord_Howe");

        List<RetentionVerdict> byFew =
                new Retention(few, zone, NOW).judge(points, new Standing(pinned, Set.of(), Set.of()));
        List<RetentionVerdict> byMore =
                new Retention(more, zone, NOW).judge(points, new Standing(pinned, Set.of(), Set.of()));

        assertThat(byFew).hasSameSizeAs(points);
        assertThat(byFew.getLast().keep()).isTrue();
        for (int i = 0; i < byFew.size(); i++) {
            RetentionVerdict verdict = byFew.get(i);
            assertThat(byMore.get(i).keep() || !verdict.keep()).isTrue();
            assertThat(verdict.keep() || !pinned.contains(verdict.point().id())).isTrue();
        }
        long days = points.stream()
                .map(each -> each.createdAt().atZone(zone).toLocalDate())
                .distinct()
                .count();
        assertThat(byFew.stream()
                        .filter(verdict -> verdict.reasons().stream().anyMatch(each -> each.rule() == Rule.DAILY)))
                .hasSize((int) Math.min(few.daily(), days));
    }
}
