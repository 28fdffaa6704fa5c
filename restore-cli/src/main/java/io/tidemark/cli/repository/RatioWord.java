package io.tidemark.cli.repository;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A part of a whole as typed.
final class RatioWord implements ITypeConverter<Double> {
    private static final Pattern TEXT = Pattern.compile("0|1|[01]?\\.\\d{1,9}");

    @Override
    public Double convert(String word) {
        double ratio = TEXT.matcher(word).matches() ? Double.parseDouble(word) : -1;
        if (ratio < 0 || ratio > 1) {
            throw new TypeConversionException("expected a number from 0 to 1, such as 0.5, but got \"" + word + "\"");
        }
        return ratio;
    }
}
