package io.tidemark.catalog.schedule;

import io.tidemark.catalog.InvalidRequest;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/// A Quartz cron expression in a time zone, for example `0 30 2 ? * MON-FRI` in `Europe/Berlin`.
///
/// @param expression six or seven fields: second, minute, hour, day of month, month, day of week, and a year if need
///                   be
public record CronSchedule(String expression, ZoneId zone) {
    /// Checks what somebody typed.
    ///
    /// @param now the schedule must fire after this instant at least once
    /// @throws InvalidRequest `cron-invalid`, `time-zone-invalid` or `cron-never-fires`
    public static CronSchedule parse(String expression, String timeZone, Instant now) {
        Optional<String> fault = CronFields.fault(expression);
        if (fault.isPresent() || !CronExpression.isValidExpression(expression)) {
            throw new InvalidRequest(
                    "cron-invalid",
                    "\"" + expression + "\" is not a Quartz cron expression: "
                            + fault.orElse("one of day of month and day of week must be ?")
                            + ". One has six fields, second first: \"0 30 2 * * ?\" is every day at 02:30.");
        }
        CronSchedule schedule = new CronSchedule(expression, named(timeZone));
        if (schedule.next(now) == null) {
            throw new InvalidRequest(
                    "cron-never-fires",
                    "\"" + expression + "\" never fires after " + now
                            + ": no such day exists, or all its years are over. Correct the day, month or year.");
        }
        return schedule;
    }

    /// What the catalog holds and was checked when it came in.
    public static CronSchedule stored(String expression, String timeZone) {
        return new CronSchedule(expression, zone(timeZone));
    }

    /// The first instant after the given one at which the schedule fires, or null when there is none. A time of day
    /// that is jumped over when clocks are put forward fires as much later; one that comes twice when they are put
    /// back fires once, unless the schedule fires all the hours around it, too.
    public @Nullable Instant next(Instant after) {
        return times().firstAfter(after);
    }

    /// The next fire times, ascending; fewer than asked for when the schedule ends.
    public List<Instant> nextFireTimes(int count, Instant after) {
        ClockChanges times = times();
        List<Instant> next = new ArrayList<>(count);
        Instant time = times.firstAfter(after);
        while (time != null && next.size() < count) {
            next.add(time);
            time = times.firstAfter(time);
        }
        return next;
    }

    private ClockChanges times() {
        try {
            CronExpression cron = new CronExpression(expression);
            cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return new ClockChanges(cron, zone.getRules());
        } catch (ParseException broken) {
            throw new IllegalStateException("The catalog holds a cron expression that was never checked", broken);
        }
    }

    private static ZoneId zone(String timeZone) {
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException unknown) {
            throw unknown(timeZone);
        }
    }

    /// A name alone, none of the offsets and oddities that Java takes besides: who writes `+01:00` loses the summer.
    private static ZoneId named(String timeZone) {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw unknown(timeZone);
        }
        return ZoneId.of(timeZone);
    }

    private static InvalidRequest unknown(String timeZone) {
        return new InvalidRequest(
                "time-zone-invalid",
                "\"" + timeZone + "\" is not a time zone. Use a name such as Europe/Berlin or UTC.");
    }
}
