package io.tidemark.qcow2.failure;

/// A valid image, or a place it lies on, that needs something this library does not do (`image-unsupported`).
public final class UnsupportedImageException extends Qcow2Exception {
    /// @param image  name of the image
    /// @param feature  what it needs
    /// @param advice  what the reader of the message can do
    public UnsupportedImageException(String image, String feature, String advice) {
        super("image-unsupported", "%s: %s is not supported. %s".formatted(image, feature, advice), null);
    }
}
