package io.tidemark.qcow2;

import java.nio.file.Path;

/// The external file that the guest data of an image are in (qcow2 specification, "Header extensions").
///
/// It is open, under locks for reading, as long as the image is. Guest data are at their guest offsets in it.
///
/// @param name  the name as it stands in the image
/// @param raw  whether the file can be used as a raw image by itself
/// @param path  the file that was opened for it
public record DataFile(String name, boolean raw, Path path) {}
