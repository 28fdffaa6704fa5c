package io.tidemark.catalog.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/// The instants of a cron expression where clocks are changed. Quartz leaves out a time of day that a clock put
/// forward jumps over, and in a night without 02:30 there would be no backup. Here the expression is read by a clock
/// that is never changed, and its times are then brought to the clock of the zone:
///
/// - A time that does not exist, because the clock was put forward, is as much later as the clock was put forward.
/// - A time that comes twice, because the clock was put back, counts the first time; the second time, too, where the
///   expression has the same time one such step before and one after. So `0 30 2 * * ?` fires once in that
///   night and `0 30 * * * ?` goes on each hour.
final class ClockChanges {
    /// More than clocks were ever changed by at once, or two zones are apart.
    private static final Duration MORE_THAN_ANY_CHANGE = Duration.ofDays(2);

    private final CronExpression times;
    private final ZoneRules rules;

    /// @param times the expression in UTC, which stands for the clock that is never changed
    ClockChanges(CronExpression times, ZoneRules rules) {
        this.times = times;
        this.rules = rules;
    }

    /// The first instant after the given one at which the expression fires, or null when there is none.
    @Nullable
    Instant firstAfter(Instant after) {
        Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (true) {
            Instant found = firstUnchanged(from);
            if (found == null) {
                return null;
            }
            ZoneOffsetTransition change = rules.nextTransition(from);
            if (change != null && !found.isBefore(change.getInstant())) {
                Instant near = found.minus(MORE_THAN_ANY_CHANGE);
                from = near.isAfter(change.getInstant()) ? near : change.getInstant();
            } else if (cameBefore(found)) {
                from = found.plusSeconds(1);
            } else {
                return found;
            }
        }
    }

    /// The first instant at or after the given one by a clock that will not be changed any more; what the last change
    /// jumped over is made good.
    private @Nullable Instant firstUnchanged(Instant from) {
        Instant found = first(rules.getOffset(from), from);
        ZoneOffsetTransition last = lastChange(from);
        if (last != null && last.isGap() && from.isBefore(madeGood(last))) {
            Instant skipped = first(last.getOffsetBefore(), from);
            if (skipped != null && skipped.isBefore(madeGood(last)) && (found == null || skipped.isBefore(found))) {
                return skipped;
            }
        }
        return found;
    }

    private static Instant madeGood(ZoneOffsetTransition gap) {
        return gap.getInstant().plus(gap.getDuration());
    }

    /// Whether this time of day was there once already, and once is enough.
    private boolean cameBefore(Instant found) {
        ZoneOffsetTransition last = lastChange(found);
        if (last == null || !last.isOverlap()) {
            return false;
        }
        Duration back = last.getDuration().abs();
        if (!found.isBefore(last.getInstant().plus(back))) {
            return false;
        }
        Instant time = found.plusSeconds(last.getOffsetAfter().getTotalSeconds());
        return !has(time.minus(back)) || !has(time.plus(back));
    }

    /// The last change at or before the instant.
    private @Nullable ZoneOffsetTransition lastChange(Instant instant) {
        return rules.previousTransition(instant.plusNanos(1));
    }

    private @Nullable Instant first(ZoneOffset offset, Instant from) {
        // Quartz looks for times after the given one, in whole seconds.
        Date found = times.getTimeAfter(Date.from(from.plusSeconds(offset.getTotalSeconds() - 1L)));
        return found == null ? null : found.toInstant().minusSeconds(offset.getTotalSeconds());
    }

    private boolean has(Instant time) {
        return times.isSatisfiedBy(Date.from(time));
    }
}
