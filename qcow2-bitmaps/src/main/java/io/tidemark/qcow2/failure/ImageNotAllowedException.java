package io.tidemark.qcow2.failure;

/// A file that someone asked for, or that an image names, may not be opened (`path-not-allowed`).
public final class ImageNotAllowedException extends Qcow2Exception {
    /// @param what  the file: the path asked for, or the image with the name it holds and what it is to the
    ///     image
    /// @param reason  why it is refused and what to do
    public ImageNotAllowedException(String what, String reason) {
        super("path-not-allowed", "%s may not be opened: %s".formatted(what, reason), null);
    }
}
