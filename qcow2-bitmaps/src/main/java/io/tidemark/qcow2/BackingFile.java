package io.tidemark.qcow2;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file an image builds on (qcow2 specification, "Header" and "Header extensions").
///
/// It is open, under locks for reading, as long as the image is.
///
/// @param name  the name as it stands in the image, 1 to 1023 bytes
/// @param format  the format as it stands there; `null` when the image does not say
/// @param path  the file that was opened for it
/// @param dataFile  where its guest data are, when that is another file
public record BackingFile(
        String name,
        @Nullable String format,
        Path path,
        @Nullable DataFile dataFile) {}
