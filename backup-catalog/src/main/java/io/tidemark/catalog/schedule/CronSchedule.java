package io.tidemark.catalog.schedule;

import io.tidemark.catalog.InvalidRequest;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/// A Quartz cron expression in a time zone, for example `0 30 2 ? * MON-FRI` in `Europe/Berlin`.
///
/// @param expression six or seven fields: second, minute, hour, day of month, month, day of week, and a year if need
///                   be
public record CronSchedule(String expression, ZoneId zone) {
    /// Quartz writes `*` and `?` as 99 and 98 within, and takes these numbers for them in an expression.
    private static final Pattern QUARTZ_WILDCARDS = Pattern.compile("(?<!\\d)9[89](?!\\d)");

    /// Checks what somebody typed.
    ///
    /// @param now the schedule must fire after this instant at least once
    /// @throws InvalidRequest `cron-invalid`, `time-zone-invalid` or `cron-never-fires`
    public static CronSchedule parse(String expression, String timeZone, Instant now) {
        try {
            CronExpression.validateExpression(expression);
            if (QUARTZ_WILDCARDS.matcher(expression).find()) {
                throw new ParseException("98 and 99 are no value of any field", 0);
            }
        } catch (ParseException | IllegalArgumentException broken) {
            throw new InvalidRequest(
                    "cron-invalid",
                    "\"" + expression + "\" is not a Quartz cron expression (" + broken.getMessage()
                            + "). It has six fields, second first: \"0 30 2 * * ?\" is every day at 02:30.");
        }
        CronSchedule schedule = new CronSchedule(expression, zone(timeZone));
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
            throw new InvalidRequest(
                    "time-zone-invalid",
                    "\"" + timeZone + "\" is not a time zone. Use a name such as Europe/Berlin or UTC.");
        }
    }
}
