package io.tidemark.cli.point;

import io.tidemark.repository.verification.VerificationOptions.Level;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A level of verification as typed: its wire name.
final class LevelWord implements ITypeConverter<Level> {
    @Override
    public Level convert(String word) {
        return Arrays.stream(Level.values())
                .filter(level -> level.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + Arrays.stream(Level.values()).map(Level::wireName).collect(Collectors.joining(", "))
                        + " but got \"" + word + "\""));
    }
}
