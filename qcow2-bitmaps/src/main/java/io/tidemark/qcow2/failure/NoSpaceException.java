package io.tidemark.qcow2.failure;

import java.io.IOException;

/// The file system has no room for what was to be written (`no-space`).
public final class NoSpaceException extends Qcow2Exception {
    /// @param file  the file that was written
    /// @param offset  where in it, in bytes
    /// @param length  how many bytes
    /// @param cause  what the operating system said
    public NoSpaceException(String file, long offset, long length, IOException cause) {
        super(
                "no-space",
                "%s: no space to write %d bytes at offset %d: %s. Free space on that file system, or choose another, and try again."
                        .formatted(file, length, offset, cause.getMessage()),
                cause);
    }
}
