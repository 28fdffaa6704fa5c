package io.tidemark.repository.retention;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.retention.RetentionVerdict.Reason;
import io.tidemark.repository.retention.RetentionVerdict.Rule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Judges points by rules, each machine for itself. Pure: the same arguments give the same verdicts.
///
/// Every rule is applied to all points of the machine, whatever other rules keep, so that adding a rule never
/// deletes a point and each verdict tells all rules that keep the point. The newest point always stays, and so does
/// the newest that is whole.
/// Points dated after the present instant stay too and are not counted: a machine with a wrong clock must not
/// push out good points. A point that is dated before the one it was made from counts as made just after that.
public final class Retention {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHxxx", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu", Locale.ROOT);

    private final RetentionRules rules;
    private final ZoneId zone;
    private final Instant now;

    /// A judge.
    ///
    /// @param zone  whose hours, days, weeks, months and years are meant
    /// @param now  the present instant
    public Retention(RetentionRules rules, ZoneId zone, Instant now) {
        this.rules = rules;
        this.zone = zone;
        this.now = now;
    }

    /// Judges points.
    ///
    /// @param points  of any machines, all of them with intact manifests
    /// @return one verdict per point, by machine, oldest first
    public List<RetentionVerdict> judge(List<Point> points, Standing standing) {
        Map<String, List<Point>> machines = new TreeMap<>();
        for (Point point : points) {
            machines.computeIfAbsent(point.machine(), _ -> new ArrayList<>()).add(point);
        }
        List<RetentionVerdict> verdicts = new ArrayList<>(points.size());
        machines.values().forEach(each -> verdicts.addAll(judgeMachine(each, standing)));
        return verdicts;
    }

    private List<RetentionVerdict> judgeMachine(List<Point> points, Standing standing) {
        Map<PointId, Instant> dates = CorrectedDates.of(points, now);
        Map<PointId, List<Reason>> reasons = new HashMap<>();
        List<Dated> newestFirst = points.stream()
                .map(point -> new Dated(point, Objects.requireNonNull(dates.get(point.id()))))
                .sorted(Comparator.reverseOrder())
                .toList();
        List<Dated> counted = newestFirst.stream()
                .filter(each -> !isInFuture(each.point())
                        && !standing.unsettled().contains(each.point().id()))
                .toList();
        List<Dated> whole = counted.stream()
                .filter(each -> !standing.damaged().contains(each.point().id()))
                .toList();
        // What is damaged pushes out nothing that is whole, and grows old by the rules all the same.
        applyRules(whole, reasons);
        applyRules(counted, reasons);
        keep(points, reasons, point -> standing.pinned().contains(point.id()), Rule.PINNED);
        keep(newest(whole), reasons, _ -> true, Rule.NEWEST);
        keep(newest(counted), reasons, _ -> true, Rule.NEWEST);
        keep(points, reasons, this::isInFuture, Rule.FUTURE);
        keep(points, reasons, point -> standing.unsettled().contains(point.id()), Rule.UNSETTLED);
        return newestFirst.reversed().stream()
                .map(each -> new RetentionVerdict(
                        each.point(), reasons.getOrDefault(each.point().id(), List.of())))
                .toList();
    }

    /// A point and when it was made, as far as that can be told; later ones are greater.
    private record Dated(Point point, Instant date) implements Comparable<Dated> {
        @Override
        public int compareTo(Dated other) {
            int order = date.compareTo(other.date);
            return order != 0 ? order : point.id().compareTo(other.point.id());
        }
    }

    private void applyRules(List<Dated> newestFirst, Map<PointId, List<Reason>> reasons) {
        keepLast(newestFirst, reasons);
        keepPeriods(newestFirst, reasons, Rule.HOURLY, rules.hourly(), HOUR::format);
        keepPeriods(newestFirst, reasons, Rule.DAILY, rules.daily(), DAY::format);
        keepPeriods(newestFirst, reasons, Rule.WEEKLY, rules.weekly(), Retention::week);
        keepPeriods(newestFirst, reasons, Rule.MONTHLY, rules.monthly(), MONTH::format);
        keepPeriods(newestFirst, reasons, Rule.YEARLY, rules.yearly(), YEAR::format);
        keepWithin(newestFirst, reasons);
    }

    private boolean isInFuture(Point point) {
        return point.createdAt().isAfter(now);
    }

    private static List<Point> newest(List<Dated> newestFirst) {
        return newestFirst.stream().limit(1).map(Dated::point).toList();
    }

    private void keepLast(List<Dated> newestFirst, Map<PointId, List<Reason>> reasons) {
        for (int i = 0; i < Math.min(rules.last(), newestFirst.size()); i++) {
            add(newestFirst.get(i).point(), new Reason(Rule.LAST, (i + 1) + " of " + rules.last()), reasons);
        }
    }

    private void keepPeriods(
            List<Dated> newestFirst,
            Map<PointId, List<Reason>> reasons,
            Rule rule,
            int count,
            Function<ZonedDateTime, String> periodOf) {
        Set<String> seen = new HashSet<>();
        for (Dated each : newestFirst) {
            String period = periodOf.apply(each.date().atZone(zone));
            if (seen.size() < count && seen.add(period)) {
                add(each.point(), new Reason(rule, period), reasons);
            }
        }
    }

    private static String week(ZonedDateTime at) {
        return "%d-W%02d".formatted(at.get(IsoFields.WEEK_BASED_YEAR), at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private void keepWithin(List<Dated> newestFirst, Map<PointId, List<Reason>> reasons) {
        RetentionSpan span = rules.within();
        if (span == null || newestFirst.isEmpty()) {
            return;
        }
        Instant oldest = span.before(newestFirst.getFirst().date(), zone);
        for (Dated each : newestFirst) {
            if (!each.date().isBefore(oldest)) {
                add(each.point(), new Reason(Rule.WITHIN, span.toString()), reasons);
            }
        }
    }

    private static void keep(
            List<Point> points, Map<PointId, List<Reason>> reasons, Predicate<Point> which, Rule rule) {
        points.stream().filter(which).forEach(point -> add(point, new Reason(rule, ""), reasons));
    }

    /// Adds a reason, unless the rule has kept the point already.
    private static void add(Point point, Reason reason, Map<PointId, List<Reason>> reasons) {
        List<Reason> those = reasons.computeIfAbsent(point.id(), _ -> new ArrayList<>());
        if (those.stream().noneMatch(other -> other.rule() == reason.rule())) {
            those.add(reason);
        }
    }
}
