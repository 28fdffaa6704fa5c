package io.tidemark.catalog.policy;

import io.tidemark.catalog.schedule.CronSchedule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/// When schedules fire next. What was worked out once stays true until the first of the times has come; a page of
/// policies would else go through some hundred days of a calendar each time.
@Component
class NextFireTimes {
    private static final int COUNT = 5;
    private static final int KNOWN_SCHEDULES = 10_000;

    private final InstantSource clock;
    private final ConcurrentLruCache<CronSchedule, AtomicReference<Known>> known =
            new ConcurrentLruCache<>(KNOWN_SCHEDULES, _ -> new AtomicReference<>(Known.NOTHING));

    NextFireTimes(InstantSource clock) {
        this.clock = clock;
    }

    /// The next five, ascending; fewer when the schedule ends.
    List<Instant> of(CronSchedule schedule) {
        Instant now = clock.instant();
        AtomicReference<Known> entry = known.get(schedule);
        Known last = entry.get();
        if (!last.holds(now)) {
            last = new Known(now, schedule.nextFireTimes(COUNT, now));
            entry.set(last);
        }
        return last.times();
    }

    private record Known(Instant since, List<Instant> times) {
        private static final Known NOTHING = new Known(Instant.MAX, List.of());

        /// A clock that was put back makes times the next ones that were left out before.
        boolean holds(Instant now) {
            return !now.isBefore(since) && !times.isEmpty() && now.isBefore(times.getFirst());
        }
    }
}
