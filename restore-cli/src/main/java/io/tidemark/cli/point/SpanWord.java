package io.tidemark.cli.point;

import io.tidemark.repository.retention.RetentionSpan;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A span of the calendar as typed.
final class SpanWord implements ITypeConverter<RetentionSpan> {
    @Override
    public RetentionSpan convert(String word) {
        try {
            return RetentionSpan.parse(word);
        } catch (IllegalArgumentException thrown) {
            throw new TypeConversionException("expected a span above 0 such as 1y6m2w10d12h (years, months, weeks,"
                    + " days, hours), or parts of it, but got \"" + word + "\"");
        }
    }
}
