package io.tidemark.repository.retention;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A span of the calendar, as `1y6m2w10d12h`: years, months, weeks and days are those of a time zone, hours
/// are hours.
///
/// @param months  years and months
/// @param days  weeks and days
public record RetentionSpan(int months, int days, int hours) {

    private static final Pattern TEXT =
            Pattern.compile("(?:(\\d{1,4})y)?(?:(\\d{1,4})m)?(?:(\\d{1,4})w)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?");

    public RetentionSpan {
        if (months < 0 || days < 0 || hours < 0 || months + (long) days + hours == 0) {
            throw new IllegalArgumentException("A span is longer than nothing");
        }
    }

    /// The span that a text stands for.
    ///
    /// @param text  numbers with the units y, m, w, d and h, in this order
    /// @throws IllegalArgumentException if it is no such text, or the span is empty
    public static RetentionSpan parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "A span is written as 1y6m2w10d12h (years, months, weeks, days, hours), not \"" + text + "\"");
        }
        return new RetentionSpan(
                12 * number(matcher, 1) + number(matcher, 2),
                7 * number(matcher, 3) + number(matcher, 4),
                number(matcher, 5));
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /// The instant that lies this span before another one, as the calendar of a time zone has it.
    Instant before(Instant end, ZoneId zone) {
        try {
            return end.atZone(zone)
                    .minusMonths(months)
                    .minusDays(days)
                    .minusHours(hours)
                    .toInstant();
        } catch (DateTimeException beforeTheBeginningOfTime) {
            return Instant.MIN;
        }
    }

    /// The text that [#parse] takes.
    @Override
    public String toString() {
        return part(months / 12, 'y') + part(months % 12, 'm') + part(days, 'd') + part(hours, 'h');
    }

    private static String part(int number, char unit) {
        return number == 0 ? "" : Integer.toString(number) + unit;
    }
}
