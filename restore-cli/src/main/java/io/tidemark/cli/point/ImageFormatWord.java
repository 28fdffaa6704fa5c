package io.tidemark.cli.point;

import io.tidemark.engine.ImageFormat;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An image format as typed: its wire name.
final class ImageFormatWord implements ITypeConverter<ImageFormat> {
    @Override
    public ImageFormat convert(String word) {
        return Arrays.stream(ImageFormat.values())
                .filter(format -> format.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + Arrays.stream(ImageFormat.values())
                                .map(ImageFormat::wireName)
                                .collect(Collectors.joining(", "))
                        + " but got \"" + word + "\""));
    }
}
