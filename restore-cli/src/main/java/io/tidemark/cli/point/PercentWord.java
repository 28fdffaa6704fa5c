package io.tidemark.cli.point;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A part of all as typed, in percent.
final class PercentWord implements ITypeConverter<Double> {
    private static final Pattern TEXT = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?|\\.\\d{1,9}");
    private static final double ALL = 100;

    @Override
    public Double convert(String word) {
        double percent = TEXT.matcher(word).matches() ? Double.parseDouble(word) : 0;
        if (percent <= 0 || percent > ALL) {
            throw new TypeConversionException(
                    "expected a number above 0 and at most 100, such as 5 or 0.5, but got \"" + word + "\"");
        }
        return percent;
    }
}
