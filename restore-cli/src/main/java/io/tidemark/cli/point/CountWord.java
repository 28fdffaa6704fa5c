package io.tidemark.cli.point;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of points as typed.
final class CountWord implements ITypeConverter<Integer> {
    private static final Pattern TEXT = Pattern.compile("\\d{1,9}");

    @Override
    public Integer convert(String word) {
        if (!TEXT.matcher(word).matches()) {
            throw new TypeConversionException("expected a whole number from 0 to 999999999 but got \"" + word + "\"");
        }
        return Integer.valueOf(word);
    }
}
