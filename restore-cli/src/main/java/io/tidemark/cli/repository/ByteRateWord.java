package io.tidemark.cli.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Bytes in a second as typed: a number and K, M or G for KiB, MiB or GiB.
final class ByteRateWord implements ITypeConverter<Long> {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,6})([KMG])");

    @Override
    public Long convert(String word) {
        Matcher matcher = TEXT.matcher(word);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "expected a number of KiB, MiB or GiB a second such as 500K, 20M or 1G but got \"" + word + "\"");
        }
        int shift = switch (matcher.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
