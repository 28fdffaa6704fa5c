package io.tidemark.repository.retention;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// When points were really made, as far as that can be told: never before the points that they were made from. A
/// host whose clock is behind would otherwise put its newest point first, and a rule delete it. (Git corrects the dates
/// of commits like this: "corrected commit date" in its documentation of generation numbers.)
final class CorrectedDates {

    private final Map<PointId, Point> points = new HashMap<>();
    private final Map<PointId, Instant> dates = new HashMap<>();
    private final Instant now;

    private CorrectedDates(List<Point> points, Instant now) {
        points.forEach(point -> this.points.put(point.id(), point));
        this.now = now;
    }

    /// The date of each of the points.
    ///
    /// @param now  the present instant: a base that is dated later has a wrong date itself and corrects nothing
    static Map<PointId, Instant> of(List<Point> points, Instant now) {
        CorrectedDates corrected = new CorrectedDates(points, now);
        points.forEach(corrected::settle);
        return corrected.dates;
    }

    /// Dates a point after its bases. Without recursion: a line of points is as long as a machine's life.
    private void settle(Point from) {
        Deque<Point> open = new ArrayDeque<>(List.of(from));
        Set<PointId> begun = new HashSet<>();
        while (!open.isEmpty()) {
            Point point = open.element();
            if (begun.add(point.id())) {
                for (PointId base : bases(point)) {
                    Point known = points.get(base);
                    // What names itself as its base, over however many points, is a damaged or forged manifest.
                    if (known != null && !dates.containsKey(base) && !begun.contains(base)) {
                        open.push(known);
                    }
                }
            } else {
                open.remove();
                dates.putIfAbsent(point.id(), date(point));
            }
        }
    }

    private Instant date(Point point) {
        Instant date = point.createdAt();
        for (PointId base : bases(point)) {
            Instant earliest = dates.getOrDefault(base, base.time()).plusMillis(1);
            if (earliest.isAfter(date) && !earliest.isAfter(now)) {
                date = earliest;
            }
        }
        return date;
    }

    private static List<PointId> bases(Point point) {
        return point.disks().stream()
                .map(PointDisk::description)
                .map(description -> description.basePoint())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
