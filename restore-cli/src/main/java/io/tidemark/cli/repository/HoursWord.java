package io.tidemark.cli.repository;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of hours as typed.
final class HoursWord implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("\\d{1,7}");

    @Override
    public Duration convert(String word) {
        if (!TEXT.matcher(word).matches()) {
            throw new TypeConversionException("expected a whole number of hours, 0 or more, but got \"" + word + "\"");
        }
        return Duration.ofHours(Long.parseLong(word));
    }
}
