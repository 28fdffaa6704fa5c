package io.tidemark.cli.point;

import io.tidemark.engine.RequestedMode;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A mode as typed: its wire name.
final class RequestedModeWord implements ITypeConverter<RequestedMode> {
    @Override
    public RequestedMode convert(String word) {
        return Arrays.stream(RequestedMode.values())
                .filter(mode -> mode.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + Arrays.stream(RequestedMode.values())
                                .map(RequestedMode::wireName)
                                .collect(Collectors.joining(", "))
                        + " but got \"" + word + "\""));
    }
}
