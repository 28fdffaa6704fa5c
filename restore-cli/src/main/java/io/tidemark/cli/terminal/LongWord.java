package io.tidemark.cli.terminal;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A whole number as typed, of at most 64 bits.
public final class LongWord implements ITypeConverter<Long> {
    @Override
    public Long convert(String word) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException _) {
            throw new TypeConversionException(
                    "expected a whole number up to " + Long.MAX_VALUE + " but got \"" + word + "\"");
        }
    }
}
