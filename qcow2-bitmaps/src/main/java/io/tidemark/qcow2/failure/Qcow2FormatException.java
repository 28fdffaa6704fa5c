package io.tidemark.qcow2.failure;

import org.jspecify.annotations.Nullable;

/// The bytes of an image contradict the qcow2 specification (`image-corrupt`) or end too early
/// (`image-truncated`).
public final class Qcow2FormatException extends Qcow2Exception {
    private Qcow2FormatException(String code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }

    /// A structure that breaks a rule of the format.
    ///
    /// @param image  name of the image
    /// @param offset  where in the image file the structure is, in bytes
    /// @param what  the structure or field
    /// @param expected  what the format demands
    /// @param found  what is there
    public static Qcow2FormatException corrupt(String image, long offset, String what, String expected, Object found) {
        return corrupt(image, offset, what, expected, found, null);
    }

    /// The same with the failure that showed it.
    public static Qcow2FormatException corrupt(
            String image, long offset, String what, String expected, Object found, @Nullable Throwable cause) {
        return new Qcow2FormatException(
                "image-corrupt",
                "%s: %s at offset %d: expected %s, found %s. Run \"qemu-img check\" on it, or restore it from a backup."
                        .formatted(image, what, offset, expected, found),
                cause);
    }

    /// A file that does not start like a qcow2 image.
    ///
    /// @param image  name of the file
    /// @param found  what it starts with
    public static Qcow2FormatException notQcow2(String image, String found) {
        return new Qcow2FormatException(
                "image-corrupt",
                "%s: this file is not a qcow2 image: expected it to start with 514649fb, found %s. Name a qcow2 image, say that the disk is raw if it is, or restore the image if it was one."
                        .formatted(image, found),
                null);
    }

    /// A file that says it has a version of the format that there was not yet, or is no more.
    ///
    /// @param image  name of the image
    /// @param version  the version it names, unsigned
    public static Qcow2FormatException otherVersion(String image, int version) {
        return new Qcow2FormatException(
                "image-corrupt",
                "%s: this image says it is of version %s of its format, only qcow2 versions 2 and 3 can be read. Convert it with the program that made it, or restore the image if it was one of these."
                        .formatted(image, Integer.toUnsignedString(version)),
                null);
    }

    /// A structure that lies at or beyond the end of the file.
    ///
    /// @param image  name of the image
    /// @param offset  where the structure starts, in bytes
    /// @param length  how many bytes of it are needed
    /// @param what  the structure
    /// @param fileSize  where the file ends
    public static Qcow2FormatException truncated(String image, long offset, long length, String what, long fileSize) {
        return new Qcow2FormatException(
                "image-truncated",
                "%s: %s needs %d bytes at offset %d, but the file ends at %d. Either the file was cut short, as by a copy that broke off, or the offset is damaged: compare its size with the original's, run \"qemu-img check\" on it, or restore it from a backup."
                        .formatted(image, what, length, offset, fileSize),
                null);
    }
}
