package io.tidemark.qcow2.failure;

/// The image is not what it was when it was opened: someone wrote to it or put another file in its place
/// (`image-changed`).
public final class ImageChangedException extends Qcow2Exception {
    /// @param image  name of the image
    /// @param what  what differs
    public ImageChangedException(String image, String what) {
        super(
                "image-changed",
                "%s: image changed while it was in use: %s. Nothing was written; open it again.".formatted(image, what),
                null);
    }
}
