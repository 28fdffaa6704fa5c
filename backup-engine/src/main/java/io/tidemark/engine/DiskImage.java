package io.tidemark.engine;

import java.nio.file.Path;
import java.util.Objects;

/// One disk of a machine and the image that holds it.
///
/// @param name  the disk's name, unique in its machine
/// @param image  path of the active image (the topmost of its chain)
/// @param format  the image's format
public record DiskImage(String name, Path image, ImageFormat format) {
    public DiskImage {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(format, "format");
        if (name.isBlank()) {
            throw new IllegalArgumentException("A disk's name must not be blank.");
        }
    }

    /// A disk whose image's format follows from its file name: raw for `….raw`, else qcow2.
    public DiskImage(String name, Path image) {
        this(name, image, ImageFormat.ofFileName(image));
    }
}
