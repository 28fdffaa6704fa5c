package io.tidemark.cli.terminal;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A whole number as typed, of at most 32 bits.
public final class IntegerWord implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String word) {
        try {
            return Integer.valueOf(word);
        } catch (NumberFormatException _) {
            throw new TypeConversionException(
                    "expected a whole number up to " + Integer.MAX_VALUE + " but got \"" + word + "\"");
        }
    }
}
