package io.tidemark.cli.repository;

import io.tidemark.repository.store.StoreLimits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Bytes in a second as typed: a number and K, M or G for KiB, MiB or GiB.
final class ByteRateWord implements ITypeConverter<Long> {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,6})([KMG])");

    @Override
    public Long convert(String word) {
        if (word.equals("0")) {
            return 0L;
        }
        Matcher matcher = TEXT.matcher(word);
        if (!matcher.matches()) {
            throw refused(word);
        }
        int shift = switch (matcher.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
        long rate = Long.parseLong(matcher.group(1)) << shift;
        if (rate < StoreLimits.MIN_BYTES_PER_SECOND) {
            throw refused(word);
        }
        return rate;
    }

    private static TypeConversionException refused(String word) {
        return new TypeConversionException("expected KiB, MiB or GiB a second such as 500K, 20M or 1G, at least "
                + (StoreLimits.MIN_BYTES_PER_SECOND >> 10) + "K, or 0 for no limit, but got \"" + word + "\"");
    }
}
