package io.tidemark.cli.repository;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of mebibytes as typed, in bytes.
final class MebibytesWord implements ITypeConverter<Long> {
    private static final Pattern TEXT = Pattern.compile("\\d{1,12}");

    @Override
    public Long convert(String word) {
        if (!TEXT.matcher(word).matches()) {
            throw new TypeConversionException("expected a whole number of MiB, 0 or more, but got \"" + word + "\"");
        }
        return Long.parseLong(word) << 20;
    }
}
