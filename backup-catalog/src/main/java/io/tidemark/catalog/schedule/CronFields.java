package io.tidemark.catalog.schedule;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/// Says which field of a cron expression is wrong. Quartz alone would take much that is none, such as `MONX` or
/// `0-5-9`, and tells of the rest in words of its code.
final class CronFields {
    private static final String SPACES = " +";
    /// Quartz writes `*` and `?` as 99 and 98 within, and takes these numbers for them in an expression.
    private static final String NUMBER = "(?!9[89](?!\\d))\\d{1,4}";

    /// Quartz takes a step of 0, and takes it for none.
    private static final Pattern NO_STEP = Pattern.compile("/0+(?!\\d)");

    private static final List<Field> FIELDS = List.of(
            new Field("second", NUMBER, "", "%s 0 0 1 1 ? 2096"),
            new Field("minute", NUMBER, "", "0 %s 0 1 1 ? 2096"),
            new Field("hour", NUMBER, "", "0 0 %s 1 1 ? 2096"),
            new Field("day of month", NUMBER, "|\\?|LW|L(-\\d{1,2}W?)?|\\d{1,2}W", "0 0 0 %s 1 * 2096"),
            new Field("month", "(" + NUMBER + "|[A-Z]{3})", "", "0 0 0 1 %s ? 2096"),
            new Field(
                    "day of week",
                    "(" + NUMBER + "|[A-Z]{3})",
                    "|\\?|L|([1-7]|[A-Z]{3})(L|#[1-5])",
                    "0 0 0 * 1 %s 2096"),
            new Field("year", NUMBER, "", "0 0 0 1 1 ? %s"));

    private CronFields() {}

    /// What is wrong, as the end of a sentence; empty when each field by itself is well-formed.
    static Optional<String> fault(String expression) {
        String[] values = expression.split(SPACES, -1);
        if (values.length < FIELDS.size() - 1 || values.length > FIELDS.size()) {
            return Optional.of("it has " + values.length + (values.length == 1 ? " field" : " fields"));
        }
        for (int n = 0; n < values.length; n++) {
            boolean noStep = NO_STEP.matcher(values[n]).find();
            if (noStep || !FIELDS.get(n).takes(values[n])) {
                return Optional.of("its " + FIELDS.get(n).name() + " cannot be \"" + values[n] + "\""
                        + (noStep ? ", a step is 1 at least" : ""));
            }
        }
        return Optional.empty();
    }

    /// One field.
    ///
    /// @param items   what its values look like, with commas between them
    /// @param example an expression that is well-formed with the value in place of `%s`
    private record Field(String name, Pattern items, String example) {
        Field(String name, String value, String special, String example) {
            String item = "(\\*(/\\d{1,4})?|/\\d{1,4}|%1$s(-%1$s)?(/\\d{1,4})?%2$s)".formatted(value, special);
            this(name, Pattern.compile(item + "(," + item + ")*", Pattern.CASE_INSENSITIVE), example);
        }

        boolean takes(String value) {
            if (!items.matcher(value).matches()) {
                return false;
            }
            boolean day = value.equals("?") || !example.contains("*");
            return CronExpression.isValidExpression((day ? example : example.replace('*', '?')).formatted(value));
        }
    }
}
