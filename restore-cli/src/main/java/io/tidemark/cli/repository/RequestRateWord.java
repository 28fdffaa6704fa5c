package io.tidemark.cli.repository;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Requests in a second as typed.
final class RequestRateWord implements ITypeConverter<Double> {
    private static final Pattern TEXT = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}");

    @Override
    public Double convert(String word) {
        if (!TEXT.matcher(word).matches()) {
            throw new TypeConversionException(
                    "expected requests a second such as 50 or 0.5, or 0 for no limit, but got \"" + word + "\"");
        }
        return Double.valueOf(word);
    }
}
