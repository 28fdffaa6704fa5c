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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Judges points by rules, each machine for itself. Pure: the same arguments give the same verdicts.
///
/// Every rule is applied to all points of the machine, whatever other rules keep, so that adding a rule never
/// deletes a point and each verdict tells all rules that keep the point. The newest point always stays.
/// Points dated after the present instant stay too and are not counted: a machine with a wrong clock must not
/// push out good points.
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
    /// @param pinned  those that are protected
    /// @param unsettled  those that may turn out not to exist; they stay and are not counted, so that no good
    ///     point is deleted because of them
    /// @return one verdict per point, by machine, oldest first
    public List<RetentionVerdict> judge(List<Point> points, Set<PointId> pinned, Set<PointId> unsettled) {
        Map<String, List<Point>> machines = new TreeMap<>();
        for (Point point : points) {
            machines.computeIfAbsent(point.machine(), _ -> new ArrayList<>()).add(point);
        }
        List<RetentionVerdict> verdicts = new ArrayList<>(points.size());
        machines.values().forEach(each -> verdicts.addAll(judgeMachine(each, pinned, unsettled)));
        return verdicts;
    }

    private List<RetentionVerdict> judgeMachine(List<Point> points, Set<PointId> pinned, Set<PointId> unsettled) {
        List<Point> newestFirst = points.stream()
                .sorted(Comparator.comparing(Point::createdAt)
                        .thenComparing(Point::id)
                        .reversed())
                .toList();
        Map<PointId, List<Reason>> reasons = new HashMap<>();
        newestFirst.forEach(point -> reasons.put(point.id(), new ArrayList<>()));
        List<Point> counted = newestFirst.stream()
                .filter(point -> !isInFuture(point) && !unsettled.contains(point.id()))
                .toList();
        keepLast(counted, reasons);
        keepPeriods(counted, reasons, Rule.HOURLY, rules.hourly(), HOUR::format);
        keepPeriods(counted, reasons, Rule.DAILY, rules.daily(), DAY::format);
        keepPeriods(counted, reasons, Rule.WEEKLY, rules.weekly(), Retention::week);
        keepPeriods(counted, reasons, Rule.MONTHLY, rules.monthly(), MONTH::format);
        keepPeriods(counted, reasons, Rule.YEARLY, rules.yearly(), YEAR::format);
        keepWithin(counted, reasons);
        keep(newestFirst, reasons, point -> pinned.contains(point.id()), Rule.PINNED);
        keep(newestFirst, reasons, counted.stream().limit(1).toList()::contains, Rule.NEWEST);
        keep(newestFirst, reasons, this::isInFuture, Rule.FUTURE);
        keep(newestFirst, reasons, point -> unsettled.contains(point.id()), Rule.UNSETTLED);
        return newestFirst.reversed().stream()
                .map(point -> new RetentionVerdict(point, reasons.getOrDefault(point.id(), List.of())))
                .toList();
    }

    private boolean isInFuture(Point point) {
        return point.createdAt().isAfter(now);
    }

    private void keepLast(List<Point> newestFirst, Map<PointId, List<Reason>> reasons) {
        for (int i = 0; i < Math.min(rules.last(), newestFirst.size()); i++) {
            reasonsOf(newestFirst.get(i), reasons).add(new Reason(Rule.LAST, (i + 1) + " of " + rules.last()));
        }
    }

    private void keepPeriods(
            List<Point> newestFirst,
            Map<PointId, List<Reason>> reasons,
            Rule rule,
            int count,
            Function<ZonedDateTime, String> periodOf) {
        Set<String> seen = new HashSet<>();
        for (Point point : newestFirst) {
            String period = periodOf.apply(point.createdAt().atZone(zone));
            if (seen.size() < count && seen.add(period)) {
                reasonsOf(point, reasons).add(new Reason(rule, period));
            }
        }
    }

    private static String week(ZonedDateTime at) {
        return "%d-W%02d".formatted(at.get(IsoFields.WEEK_BASED_YEAR), at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private void keepWithin(List<Point> newestFirst, Map<PointId, List<Reason>> reasons) {
        RetentionSpan span = rules.within();
        if (span == null || newestFirst.isEmpty()) {
            return;
        }
        Instant oldest = span.before(newestFirst.getFirst().createdAt(), zone);
        for (Point point : newestFirst) {
            if (!point.createdAt().isBefore(oldest)) {
                reasonsOf(point, reasons).add(new Reason(Rule.WITHIN, span.toString()));
            }
        }
    }

    private static void keep(
            List<Point> points, Map<PointId, List<Reason>> reasons, Predicate<Point> which, Rule rule) {
        points.stream().filter(which).forEach(point -> reasonsOf(point, reasons).add(new Reason(rule, "")));
    }

    private static List<Reason> reasonsOf(Point point, Map<PointId, List<Reason>> reasons) {
        return reasons.computeIfAbsent(point.id(), _ -> new ArrayList<>());
    }
}
