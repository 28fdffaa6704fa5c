package io.tidemark.cli.point;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time as typed: a number and its unit.
final class TimeBudgetWord implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,6})([smh])");

    @Override
    public Duration convert(String word) {
        Matcher matcher = TEXT.matcher(word);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "expected a time above 0 such as 90s, 30m or 8h but got \"" + word + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
