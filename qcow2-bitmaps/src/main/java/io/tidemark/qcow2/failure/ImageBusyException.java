package io.tidemark.qcow2.failure;

/// Someone else, most likely a QEMU process, has the image open in a way that excludes ours (`image-busy`).
public final class ImageBusyException extends Qcow2Exception {
    /// @param image  name of the image
    /// @param found  which lock stood in the way
    /// @param advice  what to do
    public ImageBusyException(String image, String found, String advice) {
        super("image-busy", "%s: image is in use: %s. %s".formatted(image, found, advice), null);
    }
}
