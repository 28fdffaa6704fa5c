package io.tidemark.qcow2.failure;

import java.nio.file.Path;

/// An image names a backing file that may not be opened (`path-not-allowed`).
public final class ImageNotAllowedException extends Qcow2Exception {
    /// @param referrer  the image that names the file
    /// @param name  the name as it stands in the image
    /// @param reason  why it is refused and what to do
    public ImageNotAllowedException(Path referrer, String name, String reason) {
        super(
                "path-not-allowed",
                "%s: backing file \"%s\" may not be opened: %s".formatted(referrer, name, reason),
                null);
    }
}
